import type { MessageKey } from "../messages/en.ts";

/** Every screen, once: rail, palette and screenshots are made of it. */
export const places = [
  { path: "/", title: "inbox", group: undefined },
  { path: "/new", title: "newMessage", group: undefined },
  { path: "/knowledge/documents", title: "documents", group: "knowledge" },
  { path: "/knowledge/unanswered", title: "unanswered", group: "knowledge" },
  { path: "/knowledge/playground", title: "playground", group: "knowledge" },
  { path: "/templates", title: "templates", group: undefined },
  { path: "/settings/outlets", title: "outlets", group: "settings" },
  { path: "/settings/people", title: "people", group: "settings" },
  { path: "/settings/keys", title: "keys", group: "settings" },
  { path: "/settings/hours", title: "hours", group: "settings" },
  { path: "/settings/messaging", title: "messaging", group: "settings" },
  { path: "/settings/plan", title: "plan", group: "settings" },
  { path: "/settings/audit", title: "audit", group: "settings" },
] as const satisfies readonly { path: string; title: MessageKey; group: MessageKey | undefined }[];

export type Path = (typeof places)[number]["path"];
