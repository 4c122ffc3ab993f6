/** A message of a conversation; of those of the business only the bot's say something of the other side's pace. */
export type Spoken = {
  by: "customer" | "bot" | "other";
  text: string;
  at: Date;
};

/** So soon after our answer the same comes again only by itself; Meta's times are whole seconds, and clocks differ. */
const sameWithinMs = 10_000;
const sameRounds = 3;
/** Nobody reads and writes in so little time, again and again. */
const anyWithinMs = 3_000;
const anyRounds = 8;
const earliestMs = -2_000;

/**
 * Whether a machine seems to answer at the other side, since the bot and it would talk for ever: three times in a row the
 * same, or nearly, came back within seconds of the bot's answers, or many times anything faster than a human writes.
 * Messages in the order in which they were stored, the newest last.
 */
export function answersByItself(spoken: readonly Spoken[]): boolean {
  const replies = listReplies(spoken).toReversed();
  const isFast = ({ afterMs }: Reply, withinMs: number) => afterMs >= earliestMs && afterMs <= withinMs;
  const fast = replies.slice(0, anyRounds);
  if (fast.length === anyRounds && fast.every((reply) => isFast(reply, anyWithinMs))) return true;
  const [last, ...before] = replies.slice(0, sameRounds);
  if (last === undefined || before.length < sameRounds - 1) return false;
  return [last, ...before].every(
    (reply) => isFast(reply, sameWithinMs) && isNearlySame(reply.text, last.text),
  );
}

/** What the customer wrote after an answer of the bot's, up to the next. */
type Reply = { text: string; afterMs: number };

function listReplies(spoken: readonly Spoken[]): Reply[] {
  let replies: Reply[] = [];
  let answeredAt: Date | undefined;
  let current: Reply | undefined;
  for (const { by, text, at } of spoken) {
    if (by === "customer") {
      if (current !== undefined) current.text += `\n${text}`;
      else if (answeredAt !== undefined) {
        current = { text, afterMs: at.getTime() - answeredAt.getTime() };
        replies.push(current);
      }
      continue;
    }
    // Where a human of the business has written the bot begins anew.
    if (by === "other") replies = [];
    answeredAt = by === "bot" ? at : undefined;
    current = undefined;
  }
  return replies;
}

const nearlySame = 0.8;

/** Numbers change from one automatic reply to the next: the time, a ticket. */
function isNearlySame(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = new Set([...a, ...b]).size;
  return all === 0 ? one === other : shared / all >= nearlySame;
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu),
  );
}
