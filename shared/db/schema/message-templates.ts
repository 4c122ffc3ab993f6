import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type MessageTemplatesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  waba_business_account_id: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string | null;
  components: Generated<Json>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  template_id: string | null;
  reason: string | null;
  parameter_format: string | null;
  synced_at: Timestamp | null;
};

/** A row as it is read. */
export type MessageTemplate = Selectable<MessageTemplatesTable>;
