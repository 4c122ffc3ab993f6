import type { MessageKey } from "../messages/en.ts";

export type Delivery = {
  mark: "clock" | "tick" | "ticks" | "read" | "question" | "failed" | "none";
  words: MessageKey;
};

const deliveries: Record<string, Delivery> = {
  queued: { mark: "clock", words: "statusQueued" },
  held: { mark: "clock", words: "statusHeld" },
  sending: { mark: "clock", words: "statusSending" },
  accepted: { mark: "tick", words: "statusSent" },
  sent: { mark: "tick", words: "statusSent" },
  delivered: { mark: "ticks", words: "statusDelivered" },
  read: { mark: "read", words: "statusRead" },
  played: { mark: "read", words: "statusPlayed" },
  unknown: { mark: "question", words: "statusUnconfirmed" },
  failed: { mark: "failed", words: "statusFailed" },
  canceled: { mark: "none", words: "statusCanceled" },
};

/** How far a message of ours has come, as a mark and in words. */
export function deliveryOf(status: string): Delivery {
  return deliveries[status] ?? { mark: "none", words: "statusOther" };
}

/** By Meta's code, why it was not delivered and what to do. */
const reasons: Record<number, MessageKey> = {
  131026: "failedNotOnWhatsApp",
  131047: "failedWindowClosed",
  131049: "failedHeldByMeta",
  131050: "failedOptedOut",
  131053: "failedFileRefused",
  131056: "failedTooFast",
  130429: "failedTooFast",
  132000: "failedTemplateChanged",
  132012: "failedTemplateChanged",
  132015: "failedTemplatePaused",
};

export function failureOf(code: number | null | undefined): MessageKey {
  return reasons[code ?? 0] ?? "failedOther";
}
