import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plays } from "../testing/draw-turns.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";
import { type LogEntry, openTurnDesk, type TurnDesk } from "../testing/turn-desk.ts";

/** So many histories are drawn; more by hand. */
const numRuns = Number(process.env["TURN_HISTORIES"] ?? 25);

let api: TestApi;
let desk: TurnDesk;

beforeAll(async () => {
  api = await createTestApi();
  desk = await openTurnDesk(api);
});
afterAll(async () => {
  await desk.close();
  await api.close();
});

test(
  "once a human has written, by any door, nothing of the bot's is claimed until the conversation is given back; once one has taken " +
    "it, no answer is, but that a colleague will reply may be said; while it is closed, nothing is; " +
    "what was claimed before is told to the human and stands before their words; no question is left to nobody",
  async () => {
    await fc.assert(
      fc.asyncProperty(plays, async (steps) => {
        const play = await desk.begin();
        for (const atOnce of steps) await Promise.all(atOnce.map(async (step) => play.step(step)));
        const isUnreachable = await hasUnreachable(play.chat.conversationId);
        await play.drain();

        const log = await play.log();
        const messages = await messagesOf(play.chat.conversationId);
        const bots = new Set(messages.filter(isBots).map(({ id }) => id));
        const answers = new Set(
          messages.filter((message) => isBots(message) && message.is_turn).map(({ id }) => id),
        );
        expect(claimsBetween(log, bots, { from: "human", until: "hand-back" })).toEqual([]);
        expect(claimsBetween(log, answers, { from: "taken", until: "hand-back" })).toEqual([]);
        expect(claimsBetween(log, bots, { from: "closed", until: "reopened" })).toEqual([]);
        for (const [humanId, told] of play.told)
          expect(new Set(told)).toEqual(new Set(onItsWay(log, bots, humanId)));
        expect(outOfOrder(log, bots, messages)).toEqual([]);
        const { handled_by: handledBy, status } = await play.chat.conversation();
        if (handledBy === "bot" && status === "open" && !isUnreachable)
          expect(await play.pending()).toEqual([]);
      }),
      { numRuns, interruptAfterTimeLimit: 60_000 * Math.max(1, numRuns / 50), markInterruptAsFailure: false },
    );
  },
  90_000 * Math.max(1, numRuns / 50),
);

type Sent = Awaited<ReturnType<typeof messagesOf>>[number];

async function messagesOf(conversationId: string) {
  return api.database.adminDb
    .selectFrom("messages")
    .select(["id", "sender_type", "is_turn", "epoch", "status", "sent_at", "error_code"])
    .where("conversation_id", "=", conversationId)
    .where("direction", "=", "outbound")
    .orderBy("id")
    .execute();
}

/** An answer or a notice; what a key sends has no epoch. */
function isBots({ sender_type: senderType, epoch }: Sent): boolean {
  return senderType !== "agent" && epoch !== null;
}

async function hasUnreachable(conversationId: string): Promise<boolean> {
  return (await messagesOf(conversationId)).some(({ error_code: code }) => code === 131026);
}

function claimsBetween(
  log: readonly LogEntry[],
  ids: ReadonlySet<string>,
  { from, until }: { from: LogEntry["what"]; until: LogEntry["what"] },
): LogEntry[] {
  let isBetween = false;
  return log.filter(({ what, message_id: id }) => {
    if (what === from) isBetween = true;
    if (what === until) isBetween = false;
    return isBetween && what === "claim" && ids.has(id ?? "");
  });
}

/** What of the bot's was claimed when the human wrote, and of what nobody knew yet whether it had gone. */
function onItsWay(log: readonly LogEntry[], bots: ReadonlySet<string>, humanId: string): string[] {
  const under = new Set<string>();
  for (const { what, message_id: id } of log) {
    if (id === humanId) break;
    if (id === null || !bots.has(id)) continue;
    if (what === "claim") under.add(id);
    if (what === "settled") under.delete(id);
  }
  return [...under];
}

/** What was on its way when a human wrote, was taken, and stands after their words all the same. */
function outOfOrder(
  log: readonly LogEntry[],
  bots: ReadonlySet<string>,
  messages: readonly Sent[],
): string[] {
  const sentAt = new Map(messages.map(({ id, sent_at: at }) => [id, at.getTime()]));
  const taken = new Set(messages.filter(({ status }) => status === "accepted").map(({ id }) => id));
  return log
    .flatMap(({ what, message_id: humanId }) => (what === "human" && humanId !== null ? [humanId] : []))
    .flatMap((humanId) =>
      onItsWay(log, bots, humanId)
        .filter((id) => taken.has(id) && (sentAt.get(id) ?? 0) >= (sentAt.get(humanId) ?? 0))
        .map((id) => `${id} after ${humanId}`),
    );
}
