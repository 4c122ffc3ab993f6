import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type OutletsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  waba_phone_number: string;
  waba_phone_number_id: string;
  waba_business_account_id: string;
  access_token_ciphertext: Buffer | null;
  access_token_last4: string | null;
  access_token_set_at: Timestamp | null;
  status: Generated<"unverified" | "active" | "paused" | "disabled" | "moved">;
  status_reason: string | null;
  verified_name: string | null;
  display_phone_number: string | null;
  quality_rating: string | null;
  throughput_level: string | null;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  status_message: string | null;
  checked_at: Timestamp | null;
  active_since: Timestamp | null;
  proven_at: Timestamp | null;
  paused_until: Timestamp | null;
  moved_told_at: Timestamp | null;
  business_hours: Json | null;
  notification_emails: Generated<string[]>;
  people_told_at: Timestamp | null;
  templates_synced_at: Timestamp | null;
  pause_told_at: Timestamp | null;
};

/** A row as it is read. */
export type Outlet = Selectable<OutletsTable>;
