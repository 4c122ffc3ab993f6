import type { MessageKey } from "../messages/en.ts";

type Filter = {
  state: "open" | "snoozed" | "closed";
  assignee?: "me" | "none";
  handledBy?: "bot" | "human";
  waiting?: "true";
  mentioned?: "true";
  sort?: "waitingSince";
  order?: "asc";
};
type View = { id: string; title: MessageKey; filter: Filter; count?: CountName };
type CountName = "mine" | "unassigned" | "waiting" | "mentions" | "bot" | "all" | "snoozed";

/** The ways to look at the inbox, in their order. Who waits is sorted by who waits longest. */
export const views = [
  { id: "mine", title: "viewMine", filter: { state: "open", assignee: "me" }, count: "mine" },
  {
    id: "unassigned",
    title: "viewUnassigned",
    filter: { state: "open", assignee: "none", handledBy: "human" },
    count: "unassigned",
  },
  {
    id: "waiting",
    title: "viewWaiting",
    filter: { state: "open", handledBy: "human", waiting: "true", sort: "waitingSince", order: "asc" },
    count: "waiting",
  },
  { id: "mentions", title: "viewMentions", filter: { state: "open", mentioned: "true" }, count: "mentions" },
  { id: "bot", title: "viewBot", filter: { state: "open", handledBy: "bot" }, count: "bot" },
  { id: "snoozed", title: "viewSnoozed", filter: { state: "snoozed" }, count: "snoozed" },
  { id: "closed", title: "viewClosed", filter: { state: "closed" } },
  { id: "all", title: "viewAll", filter: { state: "open" }, count: "all" },
] as const satisfies readonly View[];

export type ViewId = (typeof views)[number]["id"];

export function viewOf(id: ViewId): View {
  return views.find((view) => view.id === id) ?? views[0];
}
