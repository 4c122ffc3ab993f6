import type { Generated, Timestamp } from "./column-types.ts";

export type OutletKnowledgeBasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  knowledge_base_id: string;
  created_at: Generated<Timestamp>;
};
