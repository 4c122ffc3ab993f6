import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData, type SeedTenant } from "../../shared/testing/examples/seed-data.ts";
import { splitWebhook } from "../webhook/split-webhook.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { inboundSamples } from "../../shared/testing/inbound-samples.ts";
import { mutationsOf } from "../../shared/testing/mutations.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { buildBody, buildChange, buildEntry } from "../../shared/testing/webhook-body.ts";
import { handle } from "./handle.ts";
import { inboundFunction } from "./services.ts";

const [acme, globex] = seedData;
const { outlet } = acme;
let database: TestDatabase;
let services: TestServices<typeof inboundFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(inboundFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

test.each(Object.entries(inboundSamples))(
  "a message of %s with anything missing or of another type is stored, or refused for good with a reason",
  async (_name, sample) => {
    const whole = {
      from: "6281234567890",
      from_user_id: "ID.1",
      timestamp: String(Math.floor(Date.now() / 1000)),
      ...sample,
    };
    for (const [index, mutation] of mutationsOf(whole).entries()) {
      const event = buildEvent("message.received", {
        phoneNumberId: outlet.phoneNumberId,
        wabaId: outlet.businessAccountId,
        receivedAt: new Date().toISOString(),
        source: index % 5 === 0 ? "history" : index % 7 === 0 ? "echo" : "message",
        message: { id: `wamid.${randomUUID()}`, ...mutation },
      });
      const settled = await handle(event, services).catch((error: unknown) => error);
      if (settled instanceof Permanent) expect(settled.code).toBe("no-sender");
      else
        expect(settled).toMatchObject({
          outcome: expect.stringMatching(/^(?:stored|imported|parked|joined)$/) as string,
        });
    }
  },
  30_000,
);

/** Handles every message of the body as the webhook would hand it on; resolves to what could not be stored. */
async function receive(...entries: Parameters<typeof buildBody>): Promise<unknown[]> {
  const receivedAt = new Date().toISOString();
  const failures: unknown[] = [];
  const queue = splitWebhook(JSON.parse(JSON.stringify(buildBody(...entries))));
  const worker = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      if (item.kind !== "message") continue;
      const { kind: _, ...data } = item;
      await handle(buildEvent("message.received", { ...data, receivedAt }), services).catch(
        (error: unknown) => failures.push(error),
      );
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return failures;
}

async function storedWamids({ id }: SeedTenant, prefix: string): Promise<(string | null)[]> {
  const rows = await database.adminDb
    .selectFrom("messages")
    .select("wamid")
    .where("tenant_id", "=", id)
    .where("wamid", "like", `wamid.${prefix}%`)
    .execute();
  return rows.map(({ wamid }) => wamid);
}

test("of a thousand items of two tenants, strange ones among them, each good one is stored once with its own", async () => {
  const strange = Object.values(inboundSamples).flatMap((sample) => mutationsOf(sample).slice(0, 4));
  const of = (tenant: SeedTenant) => {
    const good = Array.from({ length: 500 }, (_, index) =>
      buildTextMessage("hi", {
        id: `wamid.many.${tenant.slug}.${index}`,
        from: `62811${1e6 + (index % 50)}`,
      }),
    );
    const mixed = good.flatMap((one, index) => [one, strange[index % strange.length]]);
    return buildEntry([buildChange({ messages: mixed }, tenant.outlet)], tenant.outlet);
  };
  expect(await receive(of(acme), of(globex))).toEqual([]);
  for (const tenant of [acme, globex]) {
    const stored = await storedWamids(tenant, "many.");
    expect(new Set(stored).size).toBe(500);
    expect(stored).toHaveLength(500);
    expect(stored.every((wamid) => wamid?.startsWith(`wamid.many.${tenant.slug}.`))).toBe(true);
  }
}, 120_000);

test("a message of three megabytes, and one nested as deep as the webhook takes it, are stored whole as they came, and shown up to a bound", async () => {
  const long = "x".repeat(3 * 1024 * 1024 - 2_000);
  let deep: unknown = "end";
  for (let level = 0; level < 990; level += 1) deep = [deep];
  const messages = [
    buildTextMessage(long, { id: "wamid.big.long" }),
    buildTextMessage("deep", { id: "wamid.big.deep", context: { id: "wamid.1", deep } }),
  ];
  expect(await receive(buildEntry([buildChange({ messages })]))).toEqual([]);
  const rows = await database.adminDb
    .selectFrom("messages")
    .select(["wamid", "body", "raw"])
    .where("wamid", "like", "wamid.big.%")
    .orderBy("wamid")
    .execute();
  expect(rows.map(({ wamid, body }) => [wamid, body?.length])).toEqual([
    ["wamid.big.deep", 4],
    ["wamid.big.long", 65_536],
  ]);
  expect(rows[0]?.raw).toMatchObject({ context: { deep } });
  expect(rows[1]?.raw).toMatchObject({ text: { body: long } });
});
