/** Of Meta's words for a template's state: those in which it can be sent. The others need somebody to act, or to wait. */
const sendable = new Set(["APPROVED", "FLAGGED", "REINSTATED"]);

/** Why a template in this state cannot be sent, as a word to sort by; undefined when it can. */
export function refuseTemplate(status: string): string | undefined {
  const word = status.toUpperCase();
  return sendable.has(word) ? undefined : `template-${word.toLowerCase().replaceAll("_", "-")}`;
}

/** The state that a refused send tells of its template, by WhatsApp's error code. */
const toldByError: Record<number, string> = { 132001: "NOT_FOUND", 132015: "PAUSED", 132016: "DISABLED" };

/** The state that a send refused with this code shows its template to be in; undefined when it shows none. */
export function templateStateOf(errorCode: number): string | undefined {
  return toldByError[errorCode];
}
