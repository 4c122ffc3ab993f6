import type { JsonObject } from "./lenient.ts";

/** One thing that a webhook body tells; a body may hold a thousand of them, of several tenants. */
export type WebhookItem =
  | {
      kind: "message";
      source: "message" | "echo" | "history";
      /** A copy of what another app of the business, which has the conversation now, is told. */
      isStandby?: true;
      wabaId: string;
      phoneNumberId: string;
      message: JsonObject;
      contact?: JsonObject;
    }
  | { kind: "status"; wabaId: string; phoneNumberId: string; status: JsonObject; contact?: JsonObject }
  | {
      kind: "account";
      wabaId: string;
      phoneNumberId?: string;
      field: string;
      value: unknown;
      /** ISO 8601. */
      occurredAt?: string;
    }
  | { kind: "rejected"; reason: string; part: unknown };

/** What all items of one change share. */
export type WebhookChange = {
  wabaId: string;
  phoneNumberId: string | undefined;
  value: JsonObject;
  occurredAt: string | undefined;
};

/** What is told of an account or a number. */
export function accountItem(
  { wabaId, phoneNumberId, value, occurredAt }: WebhookChange,
  field: string,
): WebhookItem {
  return {
    kind: "account",
    wabaId,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
    field,
    value,
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
}
