import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export type NewMessage = {
  /** Names the message for ever: sent again under the same key, it still goes out once. */
  key: string;
  outletId: string;
  phone: string;
  text: string;
};

export const sendMessage =
  ({ api, tenantId }: Session) =>
  async ({ key, outletId, phone, text }: NewMessage) =>
    dataOf(
      api.POST("/api/v1/messages", {
        params: { header: { "idempotency-key": key } },
        body: { tenantId, outletId, to: { phone }, message: { type: "text", text } },
      }),
    );
