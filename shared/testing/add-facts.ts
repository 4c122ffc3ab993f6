import { randomUUID } from "node:crypto";
import type { Warehouse } from "../analytics/warehouse.ts";

/** Appends two facts of the tenant, to two tables. */
export async function addFacts(tenantId: string, warehouse: Warehouse): Promise<void> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const common = {
    fact_id: id,
    tenant_id: tenantId,
    occurred_at: at,
    recorded_at: at,
    event_id: id,
    correlation_id: id,
  };
  const document = { document_id: id, status: "ready", generation: 1 };
  const use = { meter: "llm.tokens", quantity: 1, subject_key: id };
  await warehouse.append("document.changed", [{ id, values: { ...common, ...document } }]);
  await warehouse.append("usage.recorded", [{ id, values: { ...common, ...use } }]);
}
