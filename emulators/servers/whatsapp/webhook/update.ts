import type { BusinessNumber } from "../options.ts";

export type UpdateContact = { profile: { name: string; username?: string }; wa_id?: string; user_id: string };

/** A message or a status of one business number; many of one kind may share a change. */
export type ItemUpdate = {
  kind: "messages" | "statuses" | "message_echoes";
  number: Pick<BusinessNumber, "phoneNumberId" | "displayPhoneNumber" | "wabaId">;
  contacts: UpdateContact[];
  item: unknown;
  /** Names the update for the fault plan, the same in every run. */
  about: string;
  /** The customer's message that shows two ticks once this arrived. */
  inboundWamid?: string | undefined;
};

/** A change of its own, of any other field. */
export type ValueUpdate = {
  kind: "value";
  wabaId: string;
  field: string;
  value: object;
  /** Unix seconds of the entry, which news of accounts carry. */
  time?: number | undefined;
  about: string;
};

/** One thing to tell the webhook. */
export type Update = ItemUpdate | ValueUpdate;

export function accountOf(update: Update): string {
  return update.kind === "value" ? update.wabaId : update.number.wabaId;
}
