import type { GraphErrorDetail } from "../store/chat-message.ts";

/** An error as webhooks carry it. */
export function webhookError({ code, title, details }: GraphErrorDetail): unknown {
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
  };
}

/** What an `unsupported` message says of itself; some come without the name of what they are. */
export function unsupportedPart(type: string | undefined): Record<string, unknown> {
  const title = "Message type unknown";
  const details = "Message type is currently not supported.";
  return {
    errors: [webhookError({ code: 131051, title, details })],
    unsupported: type === undefined ? null : { type },
  };
}
