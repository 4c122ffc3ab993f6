import type { BusinessNumber } from "../options.ts";

export type UpdateContact = { profile: { name: string }; wa_id?: string; user_id: string };

/** One thing to tell the webhook: a message or a status of one business number. */
export type Update = {
  kind: "messages" | "statuses";
  number: Pick<BusinessNumber, "phoneNumberId" | "displayPhoneNumber" | "wabaId">;
  contacts: UpdateContact[];
  item: unknown;
  /** Names the update for the fault plan, the same in every run. */
  about: string;
  /** The customer's message that shows two ticks once this arrived. */
  inboundWamid?: string | undefined;
};
