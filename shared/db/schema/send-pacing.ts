import type { Generated, Timestamp } from "./column-types.ts";

export type SendPacingTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  contact_id: string | null;
  full_at: Timestamp;
  held_until: Timestamp | null;
};
