import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWarehouse, type Row } from "../../shared/analytics/warehouse.ts";
import { startWarehouse, type WarehouseUnderTest } from "./testing/warehouse-under-test.ts";

const tenantId = randomUUID();
const [today, yesterday] = [0, 1].map((days) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
);
let warehouse: WarehouseUnderTest;

beforeAll(async () => {
  warehouse = await startWarehouse();
});
afterAll(async () => warehouse.close());

function row(correlationId: string, occurredAt: string, own: Row["values"]): Row {
  const id = randomUUID();
  const common = {
    fact_id: id,
    tenant_id: tenantId,
    occurred_at: occurredAt,
    recorded_at: occurredAt,
    event_id: id,
  };
  return { id, values: { ...common, correlation_id: correlationId, ...own } };
}

test("the report of what the bot answered counts each fact once, each day apart, and only the tenant's own", async () => {
  const { BIGQUERY_URL: url, BIGQUERY_DATASET: dataset } = warehouse.environment;
  const client = createWarehouse({ url, projectId: "test", dataset });
  const message = { outlet_id: "o", message_key: "k", source: "message", type: "text", is_reply: false };
  const reply = { conversation_id: "c", message_id: "m", outlet_id: "o", type: "text" };
  const asked = row("chain-1", `${today}T00:00:10Z`, message);
  await client.append("message.received", [
    asked,
    // The same fact, as it lies there when BigQuery has forgotten it in the meantime.
    { ...asked, id: randomUUID() },
    row("chain-2", `${today}T00:00:20Z`, message),
    row("chain-3", `${today}T00:00:30Z`, message),
    row("chain-4", `${yesterday}T12:00:00Z`, message),
    row("chain-5", `${today}T00:00:40Z`, { ...message, source: "history" }),
    row("chain-6", `${today}T00:00:50Z`, { ...message, tenant_id: randomUUID() }),
  ]);
  await client.append("message.queued", [
    row("chain-1", `${today}T00:00:14Z`, { ...reply, sender_type: "bot" }),
    row("chain-2", `${today}T00:00:26Z`, { ...reply, sender_type: "bot" }),
    row("chain-3", `${today}T00:00:31Z`, { ...reply, sender_type: "system" }),
  ]);

  const query = await readFile(new URL("answered-by-bot.sql", import.meta.url), "utf8");
  expect(await warehouse.query(query, { tenantId, days: 30 })).toEqual([
    { day: { value: yesterday }, messages: 1, answered_by_bot: 0, median_seconds: null },
    { day: { value: today }, messages: 3, answered_by_bot: 2, median_seconds: expect.any(Number) as number },
  ]);
});
