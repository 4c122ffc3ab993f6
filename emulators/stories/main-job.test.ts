import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { roleOf } from "../../shared/contracts/database-roles.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { signedBodies } from "../bench/signed-bodies.ts";
import { connectBigQuery, listFacts } from "../../shared/testing/facts.ts";
import { phonesOf, type Phones } from "../testing/phones.ts";
import { startTestStack, until, uploadDocument } from "../testing/stack.ts";
import { localProjectId, warehouseDataset } from "../stack/local-environment.ts";
import type { Stack } from "../stack/stack.ts";

const [acme, globex] = seedData;
let stack: Stack;
let phones: Phones;
let db: ReturnType<typeof createDatabase>;

beforeAll(async () => {
  stack = await startTestStack({ environment: { REPLY_BURST_WAIT_MS: "300" } });
  phones = phonesOf(stack.servers.urls.whatsapp);
  db = createDatabase(asRole(stack.database.functionsUrl, roleOf("api", "tenant")), { maxConnections: 4 });
  await Promise.all([
    teach(
      acme.id,
      "Acme ships tents to Bandung within 2 working days for Rp 15,000. The shop opens at 09:00.",
    ),
    teach(
      globex.id,
      "Globex ships coffee to Bandung within 21 working days for R$ 90. The café opens at 07:30.",
    ),
  ]);
}, 120_000);

afterAll(async () => {
  await db?.destroy();
  await stack?.close();
});

async function teach(tenantId: string, content: string): Promise<void> {
  const documentId = randomUUID();
  await uploadDocument(stack, { tenantId, documentId, fileName: "shop.md", content });
  await until(
    async () =>
      inTenant(db, tenantId, async (trx) =>
        trx
          .selectFrom("documents")
          .select("id")
          .where("id", "=", documentId)
          .where("status", "=", "ready")
          .executeTakeFirst(),
      ),
    { what: "the document is ready" },
  );
}

let customers = 0;

function newCustomer(): string {
  customers += 1;
  return `62811${String(customers).padStart(7, "0")}`;
}

async function repliesTo(
  customer: string,
  phoneNumberId: string,
): Promise<{ text: string; status: string }[]> {
  const chat = await phones.chat(customer, phoneNumberId);
  return chat.filter((message) => message.direction === "out");
}

async function firstReply(customer: string, phoneNumberId: string): Promise<string> {
  return until(async () => (await repliesTo(customer, phoneNumberId))[0]?.text, { what: "the reply" });
}

test("a customer's question is answered from the document, and the answer is read", async () => {
  const customer = newCustomer();
  await phones.write(customer, "How long does shipping to Bandung take?", acme.outlet.phoneNumberId);
  expect(await firstReply(customer, acme.outlet.phoneNumberId)).toContain("2 working days");
  await until(async () => (await repliesTo(customer, acme.outlet.phoneNumberId))[0]?.status === "read", {
    what: "two blue ticks",
  });
  const stored = await until(
    async () =>
      inTenant(db, acme.id, async (trx) =>
        trx
          .selectFrom("messages")
          .innerJoin("contacts", "contacts.id", "messages.contact_id")
          .select(["messages.status", "citations"])
          .where("contacts.phone", "=", customer)
          .where("direction", "=", "outbound")
          .where("messages.status", "=", "read")
          .executeTakeFirst(),
      ),
    { what: "the read status is stored" },
  );
  expect(stored.citations).toHaveLength(1);
});

test("the same question to another tenant is answered from that tenant's document alone", async () => {
  const customer = newCustomer();
  await phones.write(customer, "How long does shipping to Bandung take?", globex.outlet.phoneNumberId);
  const reply = await firstReply(customer, globex.outlet.phoneNumberId);
  expect(reply).toContain("21 working days");
  expect(reply).not.toContain("15,000");
});

test("a question that no document answers gets an honest reply and a human", async () => {
  const customer = newCustomer();
  await phones.write(customer, "Who won the football world cup in 1998?", acme.outlet.phoneNumberId);
  const reply = await firstReply(customer, acme.outlet.phoneNumberId);
  expect(reply).not.toMatch(/\d/);
  const conversation = await inTenant(db, acme.id, async (trx) =>
    trx
      .selectFrom("conversations")
      .innerJoin("contacts", "contacts.id", "conversations.contact_id")
      .select(["handled_by", "handoff_reason"])
      .where("contacts.phone", "=", customer)
      .executeTakeFirstOrThrow(),
  );
  expect(conversation.handled_by).toBe("human");
  expect(conversation.handoff_reason).toBeTruthy();
});

test("three lines in a burst get one answer", async () => {
  const customer = newCustomer();
  for (const line of ["Hello", "I have a question", "When does the shop open?"]) {
    await phones.write(customer, line, acme.outlet.phoneNumberId);
  }
  expect(await firstReply(customer, acme.outlet.phoneNumberId)).toContain("09:00");
  await until(async () => stackIsQuiet(), { what: "everything is handled" });
  expect(await repliesTo(customer, acme.outlet.phoneNumberId)).toHaveLength(1);
});

test("the same webhook body five times at once is one stored message and one reply", async () => {
  const [signed] = signedBodies(1, "");
  const body = JSON.parse(signed?.body ?? "") as {
    entry: [{ changes: [{ value: { messages: [{ from: string }] } }] }];
  };
  const customer = body.entry[0].changes[0].value.messages[0].from;
  const statuses = await phones.post([body], 5);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  await until(async () => (await phones.sends()).some(({ to }) => to === customer), { what: "the reply" });
  await until(async () => stackIsQuiet(), { what: "everything is handled" });
  expect((await phones.sends()).filter(({ to }) => to === customer)).toHaveLength(1);
  const { stored } = await inTenant(db, acme.id, async (trx) =>
    trx
      .selectFrom("messages")
      .innerJoin("contacts", "contacts.id", "messages.contact_id")
      .select((select) => select.fn.countAll<number>().as("stored"))
      .where("contacts.phone", "=", customer)
      .where("direction", "=", "inbound")
      .executeTakeFirstOrThrow(),
  );
  expect(stored).toBe(1);
});

/** Nothing waits in Pub/Sub and nothing in the outbox. */
async function stackIsQuiet(): Promise<boolean> {
  const platform = createDatabase(asRole(stack.database.functionsUrl, roleOf("maintenance", "platform")), {
    maxConnections: 1,
  });
  try {
    const { waiting } = await platform
      .selectFrom("outbox")
      .select((select) => select.fn.countAll<number>().as("waiting"))
      .executeTakeFirstOrThrow();
    return waiting === 0 && stack.servers.unackedCount() === 0;
  } finally {
    await platform.destroy();
  }
}

test("what happened lies in BigQuery: the question and the answer in one chain, once each", async () => {
  const customer = newCustomer();
  await phones.write(customer, "How long does shipping to Bandung take?", acme.outlet.phoneNumberId);
  await firstReply(customer, acme.outlet.phoneNumberId);
  const client = connectBigQuery({ url: stack.servers.urls.bigquery, projectId: localProjectId });
  const query = `SELECT asked.correlation_id, COUNT(DISTINCT asked.fact_id) AS questions, COUNT(DISTINCT answered.fact_id) AS answers
    FROM message_received AS asked JOIN message_queued AS answered ON answered.correlation_id = asked.correlation_id
    WHERE asked.occurred_at > @since AND answered.occurred_at > @since AND answered.sender_type = 'bot' AND asked.tenant_id = @tenantId
    GROUP BY asked.correlation_id ORDER BY MAX(asked.occurred_at) DESC`;
  const params = { since: new Date(Date.now() - 3_600_000), tenantId: acme.id };
  const defaultDataset = { projectId: localProjectId, datasetId: warehouseDataset };
  const [latest] = await until(
    async () => {
      const [rows] = await client.query({ query, params, defaultDataset });
      return rows.length > 0 && (rows as object[]);
    },
    { what: "the facts" },
  );
  expect(latest).toMatchObject({ questions: 1, answers: 1 });

  // Of conversations only hand-overs: what the question above, which no document answers, led to.
  const place = { url: stack.servers.urls.bigquery, projectId: localProjectId, dataset: warehouseDataset };
  const changes = await until(
    async () => {
      const facts = await listFacts(place, ["conversation.changed"]);
      return facts.length > 0 && facts;
    },
    { what: "the hand-over" },
  );
  expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(["handling"]));
});
