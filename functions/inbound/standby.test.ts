import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { handOver } from "../../shared/conversations/queries/conversations.ts";
import { type Arrivals, newPhone, openArrivals } from "./testing/arrivals.ts";

const [acme] = seedData;
const isStandby = true;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

async function handling(phone: string): Promise<[handledBy: string, reason: string | null]> {
  const { handled_by: handledBy, handoff_reason: reason } = await arrivals.database.adminDb
    .selectFrom("conversations")
    .innerJoin("contacts", "contacts.id", "conversations.contact_id")
    .select(["handled_by", "handoff_reason"])
    .where("phone", "=", phone)
    .executeTakeFirstOrThrow();
  return [handledBy, reason];
}
const asked = () => arrivals.services.bus.of("reply.requested").length;

test("while another app has the conversation its messages are stored and not counted, and the bot keeps still", async () => {
  const from = newPhone();
  const copy = { id: `wamid.${from}`, from };
  expect(await arrivals.arrive(copy, { isStandby, at: 1 })).toMatchObject({
    outcome: "stored",
    handling: "human",
  });
  expect(await arrivals.arrive(copy, { isStandby, at: 1 })).toEqual({ outcome: "duplicate" });
  expect(await handling(from)).toEqual(["human", "another-app"]);
  await arrivals.arrive({ from, text: { body: "STOP" } }, { isStandby, at: 2 });
  const topics = new Set(arrivals.services.bus.events.map(({ topic }) => topic));
  expect(topics).toEqual(new Set(["conversation.changed"]));
});

test("what the other app says takes the conversation from the bot, and makes its drafts stale", async () => {
  const from = newPhone();
  await arrivals.arrive({ from }, { at: 1 });
  await arrivals.arrive({ from: "622225550", to: from }, { source: "echo", isStandby, at: 2 });
  expect(await handling(from)).toEqual(["human", "answered-in-app"]);
  const [question] = await arrivals.messagesOf((await arrivals.contactsOf({ phone: from }))[0]?.id);
  const { epoch } = await arrivals.database.adminDb
    .selectFrom("conversations")
    .select("epoch")
    .where("id", "=", question?.conversation_id ?? "")
    .executeTakeFirstOrThrow();
  expect(epoch).toBeGreaterThan(question?.epoch ?? 0);
});

test("the bot goes on with the first message that comes as usual again", async () => {
  const from = newPhone();
  await arrivals.arrive({ from }, { isStandby, at: 1 });
  expect(await arrivals.arrive({ from }, { at: 2 })).toMatchObject({ handling: "bot" });
  expect((await handling(from))[0]).toBe("bot");
  expect(asked()).toBe(1);
});

test("once somebody has written in the other app the bot stays silent, whoever has the conversation", async () => {
  const from = newPhone();
  await arrivals.arrive({ from }, { isStandby, at: 1 });
  await arrivals.arrive({ from: "622225550", to: from }, { source: "echo", isStandby, at: 2 });
  expect(await handling(from)).toEqual(["human", "answered-in-app"]);
  expect(await arrivals.arrive({ from }, { at: 3 })).toMatchObject({ handling: "human" });
  expect(asked()).toBe(0);
});

test("what comes late shows nothing any more, whichever way it came", async () => {
  const from = newPhone();
  await arrivals.arrive({ from }, { at: 5 });
  await arrivals.arrive({ from }, { isStandby, at: 4 });
  expect((await handling(from))[0]).toBe("bot");
  await arrivals.arrive({ from }, { isStandby, at: 9 });
  await arrivals.arrive({ from }, { at: 8 });
  expect(await handling(from)).toEqual(["human", "another-app"]);
});

test("a conversation that somebody here has taken stays theirs", async () => {
  const from = newPhone();
  await arrivals.arrive({ from }, { isStandby, at: 1 });
  const [message] = await arrivals.messagesOf((await arrivals.contactsOf({ phone: from }))[0]?.id);
  await inTenant(arrivals.database.db, acme.id, async (trx) =>
    handOver(trx, message?.conversation_id ?? "", { code: "taken", reason: "taken-over" }),
  );
  expect(await arrivals.arrive({ from }, { at: 2 })).toMatchObject({ handling: "human" });
  expect(await handling(from)).toEqual(["human", "taken-over"]);
});

test("what was said before is shown to who takes the conversation", async () => {
  const from = newPhone();
  const context = { type: "summary", summary: { text: "Asked for a tent." } };
  await arrivals.arrive({ from, conversation_context: context });
  const { conversations, messages } = await arrivals.stored({ phone: from });
  expect(conversations).toMatchObject([{ handoff_summary: "Asked for a tent." }]);
  expect(messages).toMatchObject([{ content: { handoverSummary: "Asked for a tent." } }]);
});
