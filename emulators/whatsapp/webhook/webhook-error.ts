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
