import { useQuery } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { useSession } from "../shell/session-context.ts";
import { cannedRepliesQuery, fillIn } from "./canned-query.ts";
import { shortcutAtEnd, withReply } from "./shortcut-at-end.ts";

type Props = {
  conversationId: string;
  outletId: string;
  text: string;
  onChange(text: string): void;
};

const mostShown = 6;

/** The canned replies that fit what is typed behind `#`; the chosen one takes its place. */
export function CannedMenu({ conversationId, outletId, text, onChange }: Props) {
  const session = useSession();
  const typed = shortcutAtEnd(text);
  const replies = useQuery({ ...cannedRepliesQuery(session, outletId), enabled: typed !== undefined });
  if (typed === undefined) return null;
  const fitting = (replies.data ?? []).filter(({ shortcut }) => shortcut.includes(typed)).slice(0, mostShown);
  const choose = async (id: string) => {
    const { text: filled } = await fillIn(session, conversationId)(id);
    onChange(withReply(text, filled));
  };
  if (replies.data !== undefined && fitting.length === 0)
    return <p className="px-3 py-1 text-xs text-text-3">{m("noCannedReply")}</p>;
  return (
    <ul aria-label={m("cannedReplies")} className="border-b border-line p-1">
      {fitting.map(({ id, shortcut, body }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => void choose(id)}
            className="flex w-full cursor-pointer gap-2 rounded-md px-2 py-1 text-start hover:bg-hover"
          >
            <span className="font-medium">#{shortcut}</span>
            <span dir="auto" className="truncate text-text-2">
              {body}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
