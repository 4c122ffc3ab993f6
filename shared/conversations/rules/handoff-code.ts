/** Why a conversation is with humans, as a word to decide and count by; the text beside it is for people. */
export const handoffCodes = [
  /** The knowledge does not hold the answer, or the answer did not pass its checks. */
  "no-answer",
  "asked-for-human",
  /** What the customer sent cannot be read. */
  "unreadable",
  /** The model, the search or a send did not work. */
  "technical",
  /** The plan, or the day's limit, lets no bot answer. */
  "quota",
  /** The tenant wants humans for it. */
  "rule",
  /** Somebody has it in another app of the business. */
  "answered-in-app",
  /** Somebody took it here. */
  "taken",
] as const;

export type HandoffCode = (typeof handoffCodes)[number];

/** A human has it: the others only wait for one. */
export function isTakenBy(code: HandoffCode | null): boolean {
  return code === "answered-in-app" || code === "taken";
}
