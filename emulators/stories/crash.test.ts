import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { roleOf } from "../../shared/contracts/database-roles.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { phonesOf, type Phones, type Send } from "../testing/phones.ts";
import { startTestStack, until } from "../testing/stack.ts";
import { runJob } from "../stack/run-schedules.ts";
import type { Stack } from "../stack/stack.ts";

const [{ id: tenantId, outlet }] = seedData;
const inFlight = 200;
/** Long enough for a send, short enough for a test to see it abandoned. */
const leaseMs = 3_000;

let stack: Stack;
let phones: Phones;
let platform: Kysely<Database>;
let app: Kysely<Database>;

beforeAll(async () => {
  stack = await startTestStack({
    isolated: true,
    environment: { REPLY_BURST_WAIT_MS: "0", SEND_LEASE_MS: String(leaseMs), UNCONFIRMED_AFTER_MS: "4000" },
    whatsapp: { statusTiming: { sentAfterMs: 50, deliveredAfterMs: 50, readAfterMs: 50 } },
  });
  phones = phonesOf(stack.servers.urls.whatsapp);
  platform = createDatabase(asRole(stack.database.functionsUrl, roleOf("maintenance", "platform")), {
    maxConnections: 2,
  });
  app = createDatabase(asRole(stack.database.functionsUrl, roleOf("api", "tenant")), { maxConnections: 2 });
}, 120_000);

afterAll(async () => {
  await platform?.destroy();
  await app?.destroy();
  await stack?.close();
});

test.each(["webhook", "inbound", "responder", "sender", "status"] as const)(
  `killing %s with ${inFlight} messages in flight loses none and doubles none`,
  async (victim) => {
    const customers = Array.from(
      { length: inFlight },
      (_, index) => `${prefixOf(victim)}${String(index).padStart(6, "0")}`,
    );
    await Promise.all(customers.map(async (customer) => phones.write(customer, "hi", outlet.phoneNumberId)));
    // In the midst of it: some customers have their answer, most have not.
    await until(async () => (await sendsTo(customers)).length >= 10, {
      everyMs: 5,
      what: "the first answers",
    });
    await stack.functions.kill(victim);
    expect((await sendsTo(customers)).length).toBeLessThan(inFlight);
    await sleep(200);
    await stack.functions.restart(victim);

    await until(async () => (await isSettled()) && (await answeredOrShown(customers)), {
      timeoutMs: 90_000,
      everyMs: 500,
      what: "every customer is answered, or shown to a human",
    });
    const sends = await sendsTo(customers);
    expect(new Set(sends.map(({ to }) => to)).size, "no customer got two answers").toBe(sends.length);
    const unconfirmed = await countUnconfirmed(customers, sends);
    // Only a sender that dies between its claim and its call leaves a send of which nobody can know.
    if (victim !== "sender") expect(unconfirmed).toBe(0);
    expect(sends.length + unconfirmed, "no customer was forgotten").toBe(inFlight);
  },
  150_000,
);

function prefixOf(victim: FunctionName): string {
  return `628${String(["webhook", "inbound", "responder", "sender", "status"].indexOf(victim) + 1)}0`;
}

async function sendsTo(customers: readonly string[]): Promise<Send[]> {
  const wanted = new Set(customers);
  return (await phones.sends()).filter(({ to }) => wanted.has(to));
}

/** Runs what Cloud Scheduler would, then looks whether anything is still on its way. */
async function isSettled(): Promise<boolean> {
  await runJob(stack.functions.ports.maintenance, "drain-outbox");
  await runJob(stack.functions.ports.maintenance, "settle-sends");
  const { waiting } = await platform
    .selectFrom("outbox")
    .select((select) => select.fn.countAll<number>().as("waiting"))
    .executeTakeFirstOrThrow();
  return waiting === 0 && stack.servers.unackedCount() === 0;
}

async function answeredOrShown(customers: readonly string[]): Promise<boolean> {
  const sends = await sendsTo(customers);
  return sends.length + (await countUnconfirmed(customers, sends)) >= inFlight;
}

/** Replies that a human is shown as unconfirmed, and that no phone shows: lost to the customer but not to us. */
async function countUnconfirmed(customers: readonly string[], sends: readonly Send[]): Promise<number> {
  const answered = new Set(sends.map(({ to }) => to));
  const unanswered = customers.filter((customer) => !answered.has(customer));
  if (unanswered.length === 0) return 0;
  const rows = await inTenant(app, tenantId, async (trx) =>
    trx
      .selectFrom("messages")
      .innerJoin("contacts", "contacts.id", "messages.contact_id")
      .innerJoin("conversations", "conversations.id", "messages.conversation_id")
      .select("messages.id")
      .where("contacts.phone", "in", unanswered)
      .where("messages.status", "=", "unconfirmed")
      .where("conversations.handled_by", "=", "human")
      .execute(),
  );
  return rows.length;
}
