import type { Generated, Json, Timestamp } from "./column-types.ts";

export type PlanVersionsTable = {
  id: Generated<string>;
  plan: "starter" | "growth" | "enterprise";
  version: number;
  effective_from: Timestamp;
  terms: Json;
  created_at: Generated<Timestamp>;
};
