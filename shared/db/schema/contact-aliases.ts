import type { Generated, Timestamp } from "./column-types.ts";

export type ContactAliasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  kind: "phone" | "user_id";
  value: string;
  retired_at: Timestamp;
  created_at: Generated<Timestamp>;
};
