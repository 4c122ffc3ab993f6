import { describe, expect, test } from "vitest";
import { threadItems } from "./thread-items.ts";
import type { ConversationEvent, Note, ThreadMessage } from "./thread-query.ts";

const message = (id: string, sentAt: string, given: Partial<ThreadMessage> = {}): ThreadMessage =>
  ({ id, sentAt, direction: "inbound", senderType: "customer", sender: null, ...given }) as ThreadMessage;
const note = (id: string, createdAt: string) => ({ id, createdAt }) as Note;
const event = (id: string, createdAt: string) => ({ id, createdAt }) as ConversationEvent;
const dayOf = (at: string) => at.slice(0, 10);
const none = { notes: [], events: [], pending: [], unread: 0, dayOf };
const kinds = (items: ReturnType<typeof threadItems>) => items.map(({ kind, key }) => `${kind} ${key}`);

describe("a thread", () => {
  test("puts messages, notes and events in the order of time, with a mark for each day", () => {
    const items = threadItems({
      ...none,
      messages: [message("a", "2026-05-01T09:00:00Z"), message("b", "2026-05-02T09:00:00Z")],
      notes: [note("n", "2026-05-02T08:00:00Z")],
      events: [event("e", "2026-05-01T10:00:00Z")],
    });
    expect(kinds(items)).toEqual([
      "day day 2026-05-01",
      "message a",
      "event e",
      "day day 2026-05-02",
      "note n",
      "message b",
    ]);
  });

  test("leaves out notes and events of before the oldest message in sight", () => {
    const items = threadItems({
      ...none,
      messages: [message("b", "2026-05-02T09:00:00Z")],
      notes: [note("n", "2026-05-01T08:00:00Z")],
    });
    expect(kinds(items)).toEqual(["day day 2026-05-02", "message b"]);
  });

  test("marks where the unread ones begin, counting the customer's only", () => {
    const items = threadItems({
      ...none,
      messages: [
        message("a", "2026-05-01T09:00:00Z"),
        message("b", "2026-05-01T09:01:00Z"),
        message("c", "2026-05-01T09:02:00Z", { direction: "outbound", senderType: "bot" }),
        message("d", "2026-05-01T09:03:00Z"),
      ],
      unread: 2,
    });
    expect(kinds(items)).toEqual([
      "day day 2026-05-01",
      "message a",
      "unread unread",
      "message b",
      "message c",
      "message d",
    ]);
  });

  test("shows a reply on its way last, and no more once the server's row is there", () => {
    const send = {
      key: "k",
      text: "Hi",
      message: { type: "text", text: "Hi" },
      at: "2026-05-01T09:05:00Z",
      state: "sending",
    } as const;
    const messages = [message("a", "2026-05-01T09:00:00Z")];
    expect(kinds(threadItems({ ...none, messages, pending: [send] })).at(-1)).toBe("pending k");
    const sent = [...messages, message("b", "2026-05-01T09:06:00Z")];
    const known = { ...send, messageId: "b" };
    expect(kinds(threadItems({ ...none, messages: sent, pending: [known] })).at(-1)).toBe("message b");
  });

  test("begins a run anew with another writer, another day, or something in between", () => {
    const own = { direction: "outbound", senderType: "agent", sender: { id: "x", name: "X" } } as const;
    const items = threadItems({
      ...none,
      messages: [
        message("a", "2026-05-01T09:00:00Z"),
        message("b", "2026-05-01T09:01:00Z"),
        message("c", "2026-05-01T09:02:00Z", own),
        message("d", "2026-05-01T09:04:00Z", own),
      ],
      events: [event("e", "2026-05-01T09:03:00Z")],
    });
    const firsts = items.flatMap((item) => (item.kind === "message" && item.isFirstOfRun ? [item.key] : []));
    expect(firsts).toEqual(["a", "c", "d"]);
  });
});
