import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { handleDelivery } from "../../shared/runtime/on-event.ts";
import { buildDelivery, buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { createHandler } from "./handle.ts";
import {
  type AnalyticsUnderTest,
  received,
  reported,
  startAnalytics,
} from "./testing/analytics-under-test.ts";
import { analyticsFunction } from "./services.ts";
import { handling } from "../../shared/testing/handling.ts";

const handle = handling(createHandler);

const [acme, globex] = seedData;
const now = new Date().toISOString();
let analytics: AnalyticsUnderTest;

beforeAll(async () => {
  analytics = await startAnalytics();
});
afterAll(async () => analytics.close());

describe("what cannot be appended", () => {
  test("is kept as a dead letter with the reason, and its neighbours are stored", async () => {
    // BigQuery takes no day that is more than five years ago.
    const old = {
      ...buildEvent("document.changed", { documentId: acme.id, status: "ready", generation: 1 }, acme.id),
      occurredAt: "2009-01-01T00:00:00Z",
    };
    const events = [1, 2, 3].map((generation) =>
      buildEvent("document.changed", { documentId: acme.id, status: "failed", generation }, acme.id),
    );
    const statuses = await Promise.all(
      [old, ...events].map(async (event) =>
        handleDelivery(
          "analytics",
          buildDelivery(event),
          async (given, context) => handle(given, analytics.services, context),
          analytics.services,
        ),
      ),
    );
    expect(statuses).toEqual([204, 204, 204, 204]);
    const [kept, ...others] = await analytics.database.adminDb
      .selectFrom("dead_letters")
      .selectAll()
      .where(
        "event_id",
        "in",
        [old, ...events].map(({ id }) => id),
      )
      .execute();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      event_id: old.id,
      tenant_id: acme.id,
      function_name: "analytics",
      reason_code: "row-refused",
    });
    expect(kept?.reason).toContain("outside the allowed bounds");
    for (const event of events) expect(await analytics.rowOf("document.changed", { event })).toBeDefined();
  });

  test("because BigQuery is away comes again, and so does what has no table there", async () => {
    const away = createTestServices(analyticsFunction, analytics.database, {
      BIGQUERY_URL: "http://127.0.0.1:1",
    });
    const none = createTestServices(analyticsFunction, analytics.database, {
      ...analytics.warehouse.environment,
      BIGQUERY_DATASET: "none",
    });
    const event = buildEvent(
      "reply.requested",
      { conversationId: acme.id, messageId: randomUUID(), receivedAt: now },
      acme.id,
    ) as EventOf<AnalyticsTopic>;
    for (const wrong of [away, none]) {
      await expect(handle(event, wrong)).rejects.toMatchObject({ name: "Retry", code: "not-appended" });
      await wrong.close();
    }
  });

  test("of a number that nobody has proven is left out, and not kept a second time: it comes again", async () => {
    const told = await analytics.tell("message.received", received(buildTextMessage("?"), "999"));
    expect(told.outcome).toBe("unknown-number");
    expect(await analytics.rowOf("message.received", told)).toBeUndefined();
  });

  test.each<[string, Promise<unknown> | (() => Promise<unknown>), string]>([
    [
      "without a message",
      async () => analytics.tell("message.received", received({ type: "text" })),
      "no-message",
    ],
    [
      "without a status",
      async () => analytics.tell("status.received", reported({ id: "wamid.1" })),
      "no-status",
    ],
  ])("%s is refused for good", async (_what, telling, code) => {
    await expect((telling as () => Promise<unknown>)()).rejects.toMatchObject({ name: "Permanent", code });
  });

  test("of a tenant that is being erased, or is not there, is left out", async () => {
    const gone = await analytics.tell(
      "document.changed",
      { documentId: acme.id, status: "ready", generation: 9 },
      randomUUID(),
    );
    expect(gone.outcome).toBe("tenant-gone");
    await analytics.database.adminDb
      .updateTable("tenants")
      .set({ status: "erasing" })
      .where("id", "=", globex.id)
      .execute();
    const erasing = await analytics.tell(
      "document.changed",
      { documentId: acme.id, status: "ready", generation: 9 },
      globex.id,
    );
    expect(erasing.outcome).toBe("tenant-gone");
    expect(await analytics.rowOf("document.changed", erasing)).toBeUndefined();
  });
});
