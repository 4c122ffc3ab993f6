import type { Generated, Timestamp } from "./column-types.ts";

export type DepositsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  kind: "top_up" | "draw" | "adjustment";
  amount_minor: number;
  currency: string;
  reference: string;
  note: string | null;
  created_at: Generated<Timestamp>;
};
