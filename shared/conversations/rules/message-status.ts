/** Where an outbound message can be. */
export type OutboundStatus =
  | "queued"
  | "sending"
  | "unknown"
  | "unconfirmed"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "played"
  | "failed"
  | "canceled";

const rank: Record<OutboundStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  unconfirmed: 3,
  canceled: 3,
  accepted: 4,
  sent: 5,
  failed: 6,
  delivered: 7,
  read: 8,
  played: 9,
};

/**
 * The status after a report: it only moves up, so that reports may come late, twice and in any order.
 * `failed` stands above `sent` and below `delivered`: a message that was delivered after all did not fail.
 */
export function advanceStatus(current: OutboundStatus, reported: OutboundStatus): OutboundStatus {
  return rank[reported] > rank[current] ? reported : current;
}

/** Meta's word for a status as ours; undefined for words that change nothing (`deleted`, `warning`, new ones). */
export function statusOfWord(
  word: string,
): "accepted" | "sent" | "delivered" | "read" | "played" | "failed" | undefined {
  switch (word) {
    case "accepted":
    case "sent":
    case "delivered":
    case "read":
    case "played":
    case "failed":
      return word;
    default:
      return undefined;
  }
}

/** Whether the status says that WhatsApp took the message. */
export function isAccepted(status: OutboundStatus): boolean {
  return ["accepted", "sent", "delivered", "read", "played"].includes(status);
}
