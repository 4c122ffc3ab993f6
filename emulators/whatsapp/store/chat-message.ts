/** `accepted` is what the Graph answer promises; the other steps are told by status webhooks. */
export type Step = "accepted" | "sent" | "delivered" | "read" | "failed";

export type GraphErrorDetail = { code: number; title: string; details: string };

/** One message of one chat, as the server keeps it. Times are Unix milliseconds. */
export type ChatMessage = {
  wamid: string;
  sequence: number;
  phoneNumberId: string;
  /** Digits of the customer's phone. */
  customer: string;
  /** Seen from the business: `in` was written by the customer. */
  direction: "in" | "out";
  type: string;
  /** The object that stands under the type's name, as sent. */
  content: unknown;
  /** What a phone shows. */
  text: string;
  at: number;
  /** For `in`: sent, then delivered once the webhook answered 200, then read once it was marked so. */
  step: Step;
  stepTimes: Partial<Record<Step, number>>;
  quotedWamid?: string | undefined;
  /** The rest is for `out` only. */
  callbackData?: string | undefined;
  /** The body of the Graph call. */
  request?: unknown;
  /** How the send named the customer; decides which ids its statuses carry. */
  addressedBy?: "phone" | "bsuid" | undefined;
  /** The step after `accepted` is `failed` with this. */
  failWith?: GraphErrorDetail | undefined;
};

export function isFinal(message: ChatMessage): boolean {
  return message.step === "read" || message.step === "failed";
}
