import type { HandoffCode } from "../handoff-code.ts";
import { waitingWords, type WaitingWords } from "./waiting-words.ts";

/** A conversation that waits for somebody. */
export type WaitingConversation = {
  customer: string | null;
  code: HandoffCode | null;
  handedOverAt: Date;
};

/** A mail names so many; of more it gives the number. */
const named = 20;

/** What people are told of an outlet's conversations that wait for them: each with its customer, reason and time. */
export function waitingMail({
  outletName,
  language,
  timeZone,
  waiting,
}: {
  outletName: string;
  /** A BCP 47 tag. */
  language: string | null;
  timeZone: string;
  waiting: readonly WaitingConversation[];
}): { subject: string; text: string } {
  const tag = language?.toLowerCase().split("-", 1)[0] ?? "";
  const known = Object.hasOwn(waitingWords, tag) ? tag : "en";
  const words = waitingWords[known as keyof typeof waitingWords];
  const time = new Intl.DateTimeFormat(known, { timeZone, dateStyle: "short", timeStyle: "short" });
  const lines = waiting
    .slice(0, named)
    .map(
      ({ customer, code, handedOverAt }) =>
        `- ${time.format(handedOverAt)}: ${nameOf(customer, words)}, ${words.reasons[code ?? "rule"]}`,
    );
  const rest = waiting.length - lines.length;
  return {
    subject: `${outletName}: ${words.subject(waiting.length)}`,
    text: [
      words.intro(waiting.length),
      "",
      ...lines,
      ...(rest > 0 ? [`- ${words.more(rest)}`] : []),
      "",
      words.what,
    ].join("\n"),
  };
}

/** What customers call themselves is theirs to choose: one line, and not for ever. */
function nameOf(customer: string | null, words: WaitingWords): string {
  const name =
    customer
      ?.replaceAll(/[\p{C}\s]+/gu, " ")
      .trim()
      .slice(0, 60) ?? "";
  return name === "" ? words.somebody : name;
}
