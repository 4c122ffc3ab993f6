import type { AnalyticsTopic } from "../../../shared/contracts/tables.ts";
import type { DataOf, EventOf } from "../../../shared/contracts/topics.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import type { FactRow } from "../../../shared/testing/facts.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { createHandler } from "../handle.ts";
import { startWarehouse, type WarehouseUnderTest } from "./warehouse-under-test.ts";
import { analyticsFunction } from "../services.ts";
import { handling } from "../../../shared/testing/handling.ts";

const handle = handling(createHandler);

const [acme] = seedData;

type Told = { event: EventOf<AnalyticsTopic> } & Outcome;

export type AnalyticsUnderTest = {
  database: TestDatabase;
  warehouse: WarehouseUnderTest;
  services: TestServices<typeof analyticsFunction>;
  /** Handles an event as Pub/Sub would deliver it. */
  tell<Topic extends AnalyticsTopic>(topic: Topic, data: DataOf<Topic>, tenantId?: string): Promise<Told>;
  /** The row that the event added. */
  rowOf(topic: AnalyticsTopic, told: { event: { id: string } }): Promise<FactRow | undefined>;
  close(): Promise<void>;
};

export async function startAnalytics(): Promise<AnalyticsUnderTest> {
  const [database, warehouse] = await Promise.all([createTestDatabase(), startWarehouse()]);
  const services = createTestServices(analyticsFunction, database, warehouse.environment);
  return {
    database,
    warehouse,
    services,
    async tell(topic, data, tenantId) {
      const event = buildEvent(topic, data, tenantId) as EventOf<AnalyticsTopic>;
      return { event, ...(await handle(event, services)) };
    },
    async rowOf(topic, { event }) {
      return (await warehouse.rows(topic)).find((row) => row["event_id"] === event.id);
    },
    async close() {
      await services.close();
      await Promise.all([database.drop(), warehouse.close()]);
    },
  };
}

/** A customer's message, to Acme's number unless told otherwise. */
export function received(message: Record<string, unknown>, phoneNumberId = acme.outlet.phoneNumberId) {
  return {
    phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message" as const,
    message,
    contact: { profile: { name: "Budi Santoso" }, wa_id: "6281234567890" },
  };
}

/** What became of a message of Acme's. */
export function reported(status: Record<string, unknown>) {
  const { phoneNumberId, businessAccountId: wabaId } = acme.outlet;
  const receivedAt = new Date().toISOString();
  return { phoneNumberId, wabaId, receivedAt, status: { recipient_id: "6281234567890", ...status } };
}
