/** Of Meta's words for a template's state: those in which it can be sent. The others need somebody to act, or to wait. */
const sendable = new Set(["APPROVED", "FLAGGED", "REINSTATED"]);

/** Why a template in this state cannot be sent, as a word to sort by; undefined when it can. */
export function refuseTemplate(status: string): string | undefined {
  const word = status.toUpperCase();
  return sendable.has(word) ? undefined : `template-${word.toLowerCase().replaceAll("_", "-")}`;
}
