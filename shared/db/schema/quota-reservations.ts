import type { Generated, Timestamp } from "./column-types.ts";

export type QuotaReservationsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  quota_id: string;
  meter: string;
  subject_id: string;
  quantity: number;
  status: Generated<"held" | "committed">;
  expires_at: Timestamp;
  created_at: Generated<Timestamp>;
};
