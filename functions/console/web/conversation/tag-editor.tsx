import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { useSession } from "../shell/session-context.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { show } from "./act-change.ts";
import { createTag, setTags, tagsQuery } from "./tags-query.ts";

/** The conversation's tags, and a field to put one more on it, which is made if there is none. */
export function TagEditor({ conversation }: { conversation: Schemas["Conversation"] }) {
  const session = useSession();
  const queries = useQueryClient();
  const known = useQuery(tagsQuery(session));
  const [isAdding, setAdding] = useState(false);
  const own = conversation.tags.map(({ id }) => id);
  const change = useMutation({
    mutationFn: async (given: { add?: string; drop?: string }) => {
      const kept = own.filter((id) => id !== given.drop);
      return setTags(
        session,
        conversation.id,
      )(given.add === undefined ? kept : [...kept, await idOf(given.add)]);
    },
    onSuccess: (shown) => show(queries, session.tenantId, shown),
  });
  const idOf = async (name: string): Promise<string> => {
    const there = known.data?.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
    if (there !== undefined) return there.id;
    const id = await createTag(session)(name);
    await queries.invalidateQueries({ queryKey: tagsQuery(session).queryKey });
    return id;
  };
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("tag");
    if (typeof name === "string" && name.trim() !== "") change.mutate({ add: name.trim() });
    setAdding(false);
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1">
      {conversation.tags.map(({ id, name }) => (
        <Chip key={id}>
          <bdi>{name}</bdi>
          <button
            type="button"
            aria-label={m("removeTag", { name })}
            onClick={() => change.mutate({ drop: id })}
            className="ms-1 cursor-pointer text-text-3 hover:text-text"
          >
            ×
          </button>
        </Chip>
      ))}
      {isAdding ? (
        <form onSubmit={add}>
          <input
            autoFocus
            name="tag"
            maxLength={50}
            list="known-tags"
            aria-label={m("tag")}
            onBlur={() => setAdding(false)}
            onKeyDown={({ key }) => key === "Escape" && setAdding(false)}
            className="h-6 w-28 rounded border border-line-control bg-main px-1.5 text-xs"
          />
          <datalist id="known-tags">
            {known.data?.map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
        </form>
      ) : (
        <Button look="quiet" className="h-6! px-1.5! text-xs" onPress={() => setAdding(true)}>
          <Icon name="plus" /> {m("tag")}
        </Button>
      )}
      {change.error && (
        <p role="alert" className="w-full text-xs text-bad">
          {change.error.message}
        </p>
      )}
    </div>
  );
}
