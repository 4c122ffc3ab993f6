import type { PendingSend } from "../composer/pending-sends.ts";
import type { ConversationEvent, Note, ThreadMessage } from "./thread-query.ts";

export type ThreadItem =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string; count: number }
  | { kind: "message"; key: string; at: string; message: ThreadMessage; isFirstOfRun: boolean }
  | { kind: "note"; key: string; at: string; note: Note }
  | { kind: "event"; key: string; at: string; event: ConversationEvent }
  | { kind: "pending"; key: string; at: string; send: PendingSend };

type Parts = {
  messages: readonly ThreadMessage[];
  notes: readonly Note[];
  events: readonly ConversationEvent[];
  pending: readonly PendingSend[];
  /** So many of the last of the customer's were unread when the thread was opened. */
  unread: number;
  /** The day that a moment lies on, as a key. */
  dayOf(at: string): string;
};

type Dated = Exclude<ThreadItem, { kind: "day" | "unread" }>;

/**
 * Everything that stands in a thread, in the order of time, with marks of days and of what is unread. What is still on
 * its way to the server stands last, until the server's own row is there.
 */
export function threadItems({ messages, notes, events, pending, unread, dayOf }: Parts): ThreadItem[] {
  const there = new Set(messages.map(({ id }) => id));
  // What lies before the oldest message in sight comes with its page.
  const since = messages[0]?.sentAt ?? "";
  const dated: Dated[] = [
    ...messages.map((message): Dated => ({
      kind: "message",
      key: message.id,
      at: message.sentAt,
      message,
      isFirstOfRun: true,
    })),
    ...notes.map((note): Dated => ({ kind: "note", key: note.id, at: note.createdAt, note })),
    ...events.map((event): Dated => ({ kind: "event", key: event.id, at: event.createdAt, event })),
  ]
    .filter(({ kind, at }) => kind === "message" || at >= since)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const waiting = pending
    .filter(({ messageId }) => messageId === undefined || !there.has(messageId))
    .map((send): Dated => ({ kind: "pending", key: send.key, at: send.at, send }));
  return withMarks([...dated, ...waiting], firstUnread(messages, unread), { unread, dayOf });
}

function withMarks(
  items: readonly Dated[],
  unreadFrom: string | undefined,
  { unread, dayOf }: Pick<Parts, "unread" | "dayOf">,
): ThreadItem[] {
  const marked: ThreadItem[] = [];
  let day = "";
  let before: Dated | undefined;
  for (const item of items) {
    const own = dayOf(item.at);
    if (own !== day) marked.push({ kind: "day", key: `day ${own}`, at: item.at });
    if (item.key === unreadFrom) marked.push({ kind: "unread", key: "unread", count: unread });
    marked.push(
      item.kind === "message"
        ? { ...item, isFirstOfRun: own !== day || !isSameRun(before, item.message) }
        : item,
    );
    day = own;
    before = item;
  }
  return marked;
}

function isSameRun(before: Dated | undefined, { senderType, sender }: ThreadMessage): boolean {
  return (
    before?.kind === "message" &&
    before.message.senderType === senderType &&
    before.message.sender?.id === sender?.id
  );
}

function firstUnread(messages: readonly ThreadMessage[], unread: number): string | undefined {
  if (unread === 0) return undefined;
  return messages.filter(({ direction }) => direction === "inbound").at(-unread)?.id;
}
