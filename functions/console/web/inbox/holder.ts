import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";

/** Who has the conversation, in words; undefined: nobody. */
export function holderOf(
  { handledBy, assignee }: Pick<Schemas["Conversation"], "handledBy" | "assignee">,
  meId: string | undefined,
): string | undefined {
  if (handledBy === "bot") return m("bot");
  if (assignee === null) return undefined;
  return assignee.id === meId ? m("you") : (assignee.name ?? m("aColleague"));
}
