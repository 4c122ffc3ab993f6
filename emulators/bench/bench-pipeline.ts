import { randomUUID } from "node:crypto";
import { createDatabase } from "../../shared/db/client.ts";
import { updateOutlet } from "../../shared/outlets/queries/outlets.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { phonesOf, type Phones } from "../testing/phones.ts";
import { startTestStack, until, uploadDocument } from "../testing/stack.ts";
import { startHost } from "./start-host.ts";

const customers = 500;
const [{ id: tenantId, outlet }] = seedData;
const question = "How long does shipping to Bandung take?";

/**
 * Messages of so many customers at once through the whole chain: webhook, stored, answered from a document, sent.
 * Measured against the bare framework that answers at once from the webhook and stores nothing.
 */
export async function benchPipeline(): Promise<void> {
  const stack = await startTestStack({
    environment: { REPLY_BURST_WAIT_MS: "0" },
    whatsapp: { statusTiming: { sentAfterMs: 100, deliveredAfterMs: 100, readAfterMs: 100 } },
  });
  await liftPace(stack.database.ownerUrl);
  const phones = phonesOf(stack.servers.urls.whatsapp);
  await uploadDocument(stack, {
    tenantId,
    documentId: randomUUID(),
    fileName: "shop.md",
    content: "# Shipping\nShipping to Bandung takes 2 working days and costs Rp 15,000.",
  });
  await until(async () => isAnswering(phones), {
    timeoutMs: 60_000,
    everyMs: 1_000,
    what: "the document answers",
  });
  await run(phones, "62820", 50);

  const ours = await run(phones, "62821", customers);
  await until(async () => stack.servers.unackedCount() === 0, {
    timeoutMs: 120_000,
    what: "every event is handled",
  });
  const all = await phones.sends();
  const answered = all.filter(({ to }) => to.startsWith("62821"));
  const distinct = new Set(answered.map(({ to }) => to)).size;

  const echo = await startHost(
    "bare-echo-host.ts",
    [stack.environment["WHATSAPP_APP_SECRETS"] ?? "", stack.servers.urls.whatsapp, outlet.accessToken],
    process.env,
  );
  await phones.register(echo.url);
  await run(phones, "62830", 50);
  const bare = await run(phones, "62831", customers);

  print("bare framework, echo, nothing stored", bare);
  print("whole chain, answered from a document", ours);
  console.log(
    `\nratio ${((100 * ours.perSecond) / bare.perSecond).toFixed(0)} % of the bare echo's messages a second`,
  );
  console.log(`lost ${customers - distinct}, doubled ${answered.length - distinct} of ${customers}`);
  await stack.close();
}

/** The chain is measured, not WhatsApp's limit of 80 messages a second for a number. */
async function liftPace(databaseUrl: string): Promise<void> {
  const db = createDatabase(databaseUrl, { maxConnections: 1 });
  await inTenant(db, tenantId, async (trx) => updateOutlet(trx, outlet.id, { throughput_level: "HIGH" }));
  await db.destroy();
}

type Run = { perSecond: number; p50Ms: number; p99Ms: number };

/** Every customer writes at once; until every one has an answer. Times are from writing to the Graph call. */
async function run(phones: Phones, prefix: string, count: number): Promise<Run> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(7, "0")}`);
  const startedAt = Date.now();
  const wroteAt = new Map<string, number>();
  await Promise.all(
    names.map(async (name) => {
      wroteAt.set(name, Date.now());
      await phones.write(name, question, outlet.phoneNumberId);
    }),
  );
  const sends = await until(
    async () => {
      const own = (await phones.sends()).filter(({ to }) => wroteAt.has(to));
      return new Set(own.map(({ to }) => to)).size >= count && own;
    },
    { timeoutMs: 180_000, everyMs: 250, what: "every customer is answered" },
  );
  const lastAt = Math.max(...sends.map(({ at }) => Date.parse(at)));
  const waits = sends.map(({ to, at }) => Date.parse(at) - (wroteAt.get(to) ?? 0)).toSorted((a, b) => a - b);
  return {
    perSecond: (1000 * count) / (lastAt - startedAt),
    p50Ms: waits[Math.floor(waits.length * 0.5)] ?? 0,
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0,
  };
}

async function isAnswering(phones: Phones): Promise<boolean> {
  const customer = `62819${Math.floor(Math.random() * 1e7)}`;
  await phones.write(customer, question, outlet.phoneNumberId);
  const send = await until(async () => (await phones.sends()).find(({ to }) => to === customer), {
    what: "a reply",
  });
  return send.body.text?.body?.includes("2 working days") ?? false;
}

function print(what: string, { perSecond, p50Ms, p99Ms }: Run): void {
  console.log(
    `${what.padEnd(40)} ${perSecond.toFixed(0).padStart(6)} messages/s   p50 ${p50Ms} ms   p99 ${p99Ms} ms`,
  );
}
