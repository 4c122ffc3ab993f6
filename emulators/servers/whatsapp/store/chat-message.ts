import { field } from "../json-field.ts";
import type { Template } from "./template.ts";

/** `accepted` is what the Graph answer promises; the other steps are told by status webhooks. */
export type Step = "accepted" | "sent" | "delivered" | "read" | "played" | "failed";

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
  at: number;
  /** For `in`: sent, then delivered once the webhook answered 200, then read once it was marked so. */
  step: Step;
  stepTimes: Partial<Record<Step, number>>;
  quotedWamid?: string | undefined;
  /** The last reaction of either side. */
  reactions?: { in?: string | undefined; out?: string | undefined } | undefined;
  /** The customer changed it, or deleted it for everyone. */
  editedAt?: number | undefined;
  deletedAt?: number | undefined;
  forwarded?: "once" | "often" | undefined;
  /** The advertisement that the customer came by, as the webhook told it. */
  referral?: unknown;
  /** Written in the business's phone app, rather than sent by Graph; the service window does not know it. */
  fromApp?: boolean | undefined;
  /** The rest is for `out` only. */
  callbackData?: string | undefined;
  /** The body of the Graph call. */
  request?: unknown;
  /** How the send named the customer; decides which ids its statuses carry. */
  addressedBy?: "phone" | "bsuid" | undefined;
  /** The step after `accepted` is `failed` with this. */
  failWith?: GraphErrorDetail | undefined;
  /** The template as it was when it was sent. */
  template?: Pick<Template, "category" | "components"> | undefined;
};

export function isFinal({ step }: ChatMessage): boolean {
  return step === "read" || step === "played" || step === "failed";
}

/** Recorded on a phone, so that playing it is a step of its own. */
export function isVoice({ type, content }: Pick<ChatMessage, "type" | "content">): boolean {
  return type === "audio" && field(content, "voice") === true;
}
