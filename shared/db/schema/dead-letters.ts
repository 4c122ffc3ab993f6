import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type DeadLettersTable = {
  id: Generated<string>;
  tenant_id: string | null;
  source_topic: string | null;
  function_name: string;
  message_id: string;
  event_id: string | null;
  reason_code: string;
  reason: string;
  payload: Json | null;
  payload_text: string | null;
  attributes: Generated<Json>;
  delivery_attempt: number | null;
  replayed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  waba_phone_number_id: string | null;
  waba_business_account_id: string | null;
  size_bytes: Generated<number>;
};

/** A row as it is read. */
export type DeadLetter = Selectable<DeadLettersTable>;
