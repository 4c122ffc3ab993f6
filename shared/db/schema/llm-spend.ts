import type { Generated } from "./column-types.ts";

export type LlmSpendTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  day: string;
  tokens: Generated<number>;
};
