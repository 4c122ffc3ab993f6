/** Who deals with a customer's message; `notice`: a fixed text that it was heard is all that it wants. */
export type Handling = "bot" | "human" | "notice" | "nobody";

/** What a customer does without saying anything: stored, and not answered. */
const silentTypes: ReadonlySet<string> = new Set([
  "reaction",
  "system",
  "edit",
  "revoke",
  "request_welcome",
  "media_placeholder",
  "pin",
  "poll_update",
  "keep_in_chat",
]);

/** A message of such a type wants no answer, and does not make an answer on its way stale. */
export function isSilent(messageType: string): boolean {
  return silentTypes.has(messageType);
}

/** Decides who answers. A suspended tenant's customers are stored for its people, and the bot keeps still. */
export function decideHandling(facts: {
  messageType: string;
  /** What is said in a group is for all of it: the bot keeps out. */
  isGroup?: boolean;
  /** Another app of the business has the conversation: whatever we sent would take it. */
  isStandby?: boolean;
  /** It is nothing but a word that ends marketing, or begins it again. */
  isConsentWord?: boolean;
  /** The customer-service window that it opened is over: it waited until its number was proven. */
  isLate?: boolean;
  tenantStatus: "active" | "suspended" | "erasing";
  handledBy: "bot" | "human";
  contactBlocked: boolean;
  /** Thanks for a conversation that is closed. */
  isAfterword?: boolean;
}): Handling {
  if (facts.isAfterword === true) return "nobody";
  if (isSilent(facts.messageType) || facts.contactBlocked || facts.isGroup === true) return "nobody";
  if (facts.isStandby === true) return "human";
  if (facts.isLate === true) return facts.handledBy === "human" ? "human" : "nobody";
  if (facts.isConsentWord === true && facts.tenantStatus === "active") return "notice";
  if (facts.tenantStatus !== "active" || facts.handledBy === "human") return "human";
  return "bot";
}
