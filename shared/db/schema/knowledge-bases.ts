import type { Generated, Timestamp } from "./column-types.ts";

export type KnowledgeBasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  is_default: Generated<boolean>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
