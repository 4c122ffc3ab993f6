import { type AccountCalls, createAccountCalls } from "./account.ts";
import { callGraph } from "./call.ts";
import type { CallOutcome } from "./call-outcome.ts";
import { createTemplateCalls, type TemplateCalls } from "./templates.ts";
import { createUploadCalls, type UploadCalls } from "./upload.ts";
import { asObject, asText } from "../../contracts/loose-json.ts";
import { coexistenceLevel } from "../rules/send-pace.ts";
import { defineClient } from "../../runtime/client.ts";

/** A message as Graph takes it: `{ type: "text", text: { body } }`, and so for every type. */
type OutboundMessage = { type: string; [part: string]: unknown };

/** Whose number acts, and the token that lets it. */
type WhatsAppAccess = { phoneNumberId: string; accessToken: string };

/** A phone in E.164, with or without "+", or the customer's business-scoped user id. */
type SendAddress = { phone: string } | { businessScopedUserId: string };

type Refused = Extract<CallOutcome, { kind: "refused" }>;
type NotSent = Extract<CallOutcome, { kind: "not_sent" }>;
type Unknown = Extract<CallOutcome, { kind: "unknown" }>;

export type SendOutcome =
  /** Taken over, not yet delivered. `waId` may differ from the phone that was asked for. */
  { kind: "accepted"; wamid: string; waId?: string; messageStatus?: string } | Refused | NotSent | Unknown;

type MarkReadOutcome = { kind: "done" } | Refused | NotSent | Unknown;

type PhoneNumberOutcome =
  | {
      kind: "found";
      displayPhoneNumber: string;
      verifiedName?: string;
      qualityRating?: string;
      throughputLevel?: string;
      /** In the WhatsApp Business app as well; missing where Graph does not say. */
      isUsedInApp?: boolean;
    }
  | Refused
  | NotSent
  | Unknown;

export type WhatsApp = AccountCalls &
  UploadCalls &
  TemplateCalls & {
    /**
     * Sends once. Never repeats, since Graph has no idempotency key, and never throws for what the network or Graph
     * does. `callbackData` (up to 512 characters) comes back on every status of the message.
     */
    sendMessage(
      send: WhatsAppAccess & {
        to: SendAddress;
        message: OutboundMessage;
        callbackData: string;
        /** The message that this one quotes. */
        contextMessageId?: string | undefined;
        signal?: AbortSignal | undefined;
      },
    ): Promise<SendOutcome>;
    /** Marks the customer's message and those before it as read; `typing` also shows "typing" for up to 25 s. */
    markRead(
      read: WhatsAppAccess & {
        messageId: string;
        typing?: boolean | undefined;
        signal?: AbortSignal | undefined;
      },
    ): Promise<MarkReadOutcome>;
    getPhoneNumber(
      access: WhatsAppAccess & { signal?: AbortSignal | undefined },
    ): Promise<PhoneNumberOutcome>;
  };

export type WhatsAppOptions = { baseUrl: string; version: string; timeoutMs: number };

/** Our client of the WhatsApp Cloud API. Neither tokens nor message texts appear in what it reports. */
export function createWhatsApp({ baseUrl, version, timeoutMs }: WhatsAppOptions): WhatsApp {
  const root = `${baseUrl.replace(/\/+$/, "")}/${version}`;

  async function post(
    access: WhatsAppAccess,
    body: object,
    signal: AbortSignal | undefined,
  ): Promise<CallOutcome> {
    const url = `${root}/${encodeURIComponent(access.phoneNumberId)}/messages`;
    return callGraph({ method: "POST", url, accessToken: access.accessToken, body, timeoutMs, signal });
  }

  return {
    ...createAccountCalls({ root, timeoutMs }),
    ...createUploadCalls({ root, timeoutMs }),
    ...createTemplateCalls({ root, timeoutMs }),
    async sendMessage({ to, message, callbackData, contextMessageId, signal, ...access }) {
      const body = {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        ...addressFields(to),
        ...(contextMessageId !== undefined && { context: { message_id: contextMessageId } }),
        biz_opaque_callback_data: callbackData,
        ...message,
      };
      const outcome = await post(access, body, signal);
      return outcome.kind === "answered" ? readAccepted(outcome.body) : outcome;
    },
    async markRead({ messageId, typing = false, signal, ...access }) {
      const body = {
        messaging_product: "whatsapp",
        status: "read",
        message_id: messageId,
        ...(typing && { typing_indicator: { type: "text" } }),
      };
      const outcome = await post(access, body, signal);
      return outcome.kind === "answered" ? { kind: "done" } : outcome;
    },
    async getPhoneNumber({ phoneNumberId, accessToken, signal }) {
      const fields = "display_phone_number,verified_name,quality_rating,throughput,is_on_biz_app";
      const url = `${root}/${encodeURIComponent(phoneNumberId)}?fields=${fields}`;
      const outcome = await callGraph({ method: "GET", url, accessToken, timeoutMs, signal });
      return outcome.kind === "answered" ? readPhoneNumber(outcome.body) : outcome;
    },
  };
}

/** Without "+" Graph puts the business's own country code in front. */
function addressFields(to: SendAddress): { to: string } | { recipient: string } {
  if ("businessScopedUserId" in to) return { recipient: to.businessScopedUserId };
  return { to: `+${to.phone.replaceAll(/\D/g, "")}` };
}

function readAccepted(body: unknown): SendOutcome {
  const message = first(asObject(body)?.["messages"]);
  const wamid = asText(message?.["id"]);
  if (wamid === undefined) return { kind: "unknown", reason: "the answer holds no message id" };
  const waId = asText(first(asObject(body)?.["contacts"])?.["wa_id"]);
  const messageStatus = asText(message?.["message_status"]);
  return {
    kind: "accepted",
    wamid,
    ...(waId !== undefined && { waId }),
    ...(messageStatus !== undefined && { messageStatus }),
  };
}

function readPhoneNumber(body: unknown): PhoneNumberOutcome {
  const number = asObject(body);
  const displayPhoneNumber = asText(number?.["display_phone_number"]);
  if (displayPhoneNumber === undefined)
    return { kind: "unknown", reason: "the answer holds no phone number" };
  const verifiedName = asText(number?.["verified_name"]);
  const qualityRating = asText(number?.["quality_rating"]);
  const isUsedInApp = number?.["is_on_biz_app"];
  // A number that is used in the phone app as well has a limit of its own, which Graph tells as no level.
  const throughputLevel =
    isUsedInApp === true ? coexistenceLevel : asText(asObject(number?.["throughput"])?.["level"]);
  return {
    kind: "found",
    displayPhoneNumber,
    ...(verifiedName !== undefined && { verifiedName }),
    ...(qualityRating !== undefined && { qualityRating }),
    ...(throughputLevel !== undefined && { throughputLevel }),
    ...(typeof isUsedInApp === "boolean" && { isUsedInApp }),
  };
}

function first(list: unknown): Record<string, unknown> | undefined {
  return Array.isArray(list) ? asObject(list[0]) : undefined;
}

/** WhatsApp's Graph API. */
export const graph = defineClient(
  ["WHATSAPP_GRAPH_URL", "WHATSAPP_GRAPH_VERSION", "WHATSAPP_TIMEOUT_MS"],
  (config) =>
    createWhatsApp({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: config.WHATSAPP_TIMEOUT_MS,
    }),
);
