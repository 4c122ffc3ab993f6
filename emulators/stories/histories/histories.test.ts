import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { createTestServices } from "../../../shared/testing/services.ts";
import { deliver, type Pipeline, type Way, ways } from "./deliver-history.ts";
import { type History, histories } from "./draw-history.ts";
import { takeAll } from "./take-all.ts";
import { inboundFunction } from "../../../functions/inbound/services.ts";
import { statusFunction } from "../../../functions/status/services.ts";
import { webhookFunction } from "../../../functions/webhook/services.ts";

let database: TestDatabase;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = {
    webhook: createTestServices(webhookFunction, database),
    inbound: createTestServices(inboundFunction, database),
    status: createTestServices(statusFunction, database),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(pipeline).map(async (services) => services.close()));
  await database.drop();
});

/** What is stored in the end, and what was counted: each thing by the message that it is of. */
async function end(history: History, way: Way): Promise<unknown> {
  await database.adminDb.deleteFrom("contacts").execute();
  await database.adminDb.deleteFrom("message_statuses").execute();
  const buses = [pipeline.inbound.bus, pipeline.status.bus];
  for (const { events } of buses) events.splice(0);
  await deliver(history, pipeline, way);
  const messages = await database.adminDb.selectFrom("messages").select(["id", "wamid"]).execute();
  const wamids = new Map(messages.map(({ id, wamid }) => [id, wamid]));
  const counted = buses
    .flatMap((bus) => bus.of("usage.recorded"))
    .map(({ data: { meter, subjectId } }) => `${meter} ${wamids.get(subjectId)}`)
    .toSorted();
  return { stored: await takeAll(database.adminDb), counted };
}

test("a history ends in the same database in whatever order, copies and bodies it comes, and at once", async () => {
  await fc.assert(
    fc.asyncProperty(histories, ways, ways, async (history, first, second) => {
      const once = await end(history, first);
      expect(await end(history, second)).toEqual(once);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);
