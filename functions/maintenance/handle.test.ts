import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../shared/contracts/envelope.ts";
import { handBack, handOver } from "../../shared/db/conversations.ts";
import { claimSend } from "../../shared/db/messages.ts";
import { insertOutbox } from "../../shared/db/outbox.ts";
import type { Message } from "../../shared/db/schema/messages.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { HttpRequest } from "../../shared/runtime/on-http.ts";
import { replyTo } from "../../shared/runtime/on-http.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let database: TestDatabase;
let services: TestServices<"maintenance">;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  services = createTestServices("maintenance", database);
});
afterEach(async () => {
  await services.close();
  await database.adminDb.deleteFrom("outbox").execute();
  await database.adminDb.deleteFrom("messages").execute();
  await database.adminDb.deleteFrom("conversations").execute();
});
afterAll(async () => database.drop());

async function run(job: string, given = services) {
  return handle(requestOf("POST", `/${job}`), given);
}

function requestOf(method: string, path: string): HttpRequest {
  return { method, path, query: {}, header: () => undefined, json: undefined, rawBody: Buffer.alloc(0), traceparent: "" };
}

describe("the address", () => {
  test("an unknown job is 404, those of every object among them", async () => {
    for (const path of ["/", "/drop-tables", "/constructor", "/drain-outbox/x"]) {
      expect((await replyTo(requestOf("POST", path), handle, services)).status).toBe(404);
    }
  });

  test("a GET is 405, and does nothing", async () => {
    await leaveBehind(acme.id, 1);
    expect((await replyTo(requestOf("GET", "/drain-outbox"), handle, services)).status).toBe(405);
    expect(services.bus.events).toEqual([]);
  });
});

describe("drain-outbox", () => {
  test("what was left behind, of every tenant, is published once, oldest first, and removed", async () => {
    const left = [await leaveBehind(acme.id, 3, 90), await leaveBehind(globex.id, 2, 30)].flat();
    expect(await run("drain-outbox")).toMatchObject({ status: 200, body: { published: 5 } });
    expect(services.bus.events).toEqual(left);
    expect(await outboxIds()).toEqual([]);
    expect(await run("drain-outbox")).toMatchObject({ body: { published: 0 } });
    expect(services.bus.events).toHaveLength(5);
  });

  test("more than one batch is drained in one run", async () => {
    await leaveBehind(acme.id, 450);
    expect(await run("drain-outbox")).toMatchObject({ body: { published: 450 } });
    expect(new Set(services.bus.events.map(({ id }) => id)).size).toBe(450);
    expect(await outboxIds()).toEqual([]);
  });

  test("younger ones are left to their own function", async () => {
    const [young] = await leaveBehind(acme.id, 1, 0);
    expect(await run("drain-outbox")).toMatchObject({ body: { published: 0 } });
    expect(await outboxIds()).toEqual([young?.id]);
  });

  test("two drains at once share the work and publish nothing twice", async () => {
    const left = await leaveBehind(acme.id, 300);
    const results = await Promise.all([run("drain-outbox"), run("drain-outbox")]);
    const published = results.map(({ body }) => (body as { published: number }).published);
    expect(published.reduce((sum, count) => sum + count)).toBe(300);
    expect(services.bus.events.map(({ id }) => id).toSorted()).toEqual(left.map(({ id }) => id).toSorted());
  });

  test("while Pub/Sub is away the rows stay, and the next run publishes them", async () => {
    const left = await leaveBehind(acme.id, 2);
    services.bus.fail(true);
    expect((await replyTo(requestOf("POST", "/drain-outbox"), handle, services)).status).toBe(500);
    expect(await outboxIds()).toEqual(left.map(({ id }) => id));
    services.bus.fail(false);
    expect(await run("drain-outbox")).toMatchObject({ body: { published: 2 } });
  });

  test("one event that Pub/Sub does not take does not hold up the others", async () => {
    const left = await leaveBehind(acme.id, 3);
    const poison = left[0]?.id;
    const picky = instead(services, {
      bus: {
        ...services.bus,
        publish: async (events) => {
          if (events.some(({ id }) => id === poison)) throw new Error("no such topic");
          await services.bus.publish(events);
        },
      },
    });
    await expect(run("drain-outbox", picky)).rejects.toThrow("Pub/Sub did not take every event");
    expect(services.bus.events).toEqual(left.slice(1));
    expect(await outboxIds()).toEqual([poison]);
  });
});

describe("settle-sends", () => {
  test("an abandoned claim becomes unknown, and is shown", async () => {
    const { chat, messageId } = await claimed(-1);
    expect(await run("settle-sends")).toMatchObject({ body: { unknown: 1, requeued: 0, unconfirmed: 0 } });
    expect(await chat.message(messageId)).toMatchObject({ status: "unknown", lease_until: null });
    expect(services.bus.of("conversation.changed")).toMatchObject([
      { data: { messageId, change: "status" } },
    ]);
    expect(services.bus.of("message.queued")).toEqual([]);
  });

  test("a claim whose lease lives is left alone", async () => {
    const { chat, messageId } = await claimed(minuteMs);
    expect(await run("settle-sends")).toMatchObject({ body: { unknown: 0 } });
    expect(await chat.message(messageId)).toMatchObject({ status: "sending" });
  });

  test("an unknown send that nothing settled in time goes to a human as unconfirmed, and is not sent again", async () => {
    const { chat, messageId } = await queued();
    await put(messageId, { status: "unknown" }, 11 * minuteMs);
    expect(await run("settle-sends")).toMatchObject({ body: { unconfirmed: 1 } });
    expect(await chat.message(messageId)).toMatchObject({ status: "unconfirmed" });
    expect(await chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-unconfirmed",
    });
    expect(services.bus.of("message.queued")).toEqual([]);
  });

  test("a younger unknown send waits for its status", async () => {
    const { chat, messageId } = await queued();
    await put(messageId, { status: "unknown" }, 9 * minuteMs);
    expect(await run("settle-sends")).toMatchObject({ body: { unconfirmed: 0 } });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
  });

  test("a queued message that lost its event is queued anew, once in a while", async () => {
    const { chat, messageId } = await queued();
    await put(messageId, {}, 6 * minuteMs);
    expect(await run("settle-sends")).toMatchObject({ body: { requeued: 1 } });
    expect(await run("settle-sends")).toMatchObject({ body: { requeued: 0 } });
    expect(services.bus.of("message.queued")).toMatchObject([
      { tenantId: acme.id, data: { messageId, conversationId: chat.conversationId } },
    ]);
    expect(await chat.message(messageId)).toMatchObject({ status: "queued" });
  });

  test("a fresh queued message is left to its event", async () => {
    await queued();
    expect(await run("settle-sends")).toMatchObject({ body: { requeued: 0 } });
  });

  test("two runs at once settle each message once", async () => {
    const { messageId: abandoned } = await claimed(-1);
    const { messageId: unknown, chat } = await queued();
    await put(unknown, { status: "unknown" }, 11 * minuteMs);
    const { epoch } = await chat.conversation();
    const results = await Promise.all([run("settle-sends"), run("settle-sends")]);
    const counts = results.map(({ body }) => body as { unknown: number; unconfirmed: number });
    expect(counts.reduce((sum, count) => sum + count.unknown, 0)).toBe(1);
    expect(counts.reduce((sum, count) => sum + count.unconfirmed, 0)).toBe(1);
    expect((await chat.conversation()).epoch).toBe(epoch + 1);
    const shown = services.bus.of("conversation.changed").map(({ data }) => data.messageId);
    expect(shown).toHaveLength(2);
    expect(new Set(shown)).toEqual(new Set([abandoned, unknown]));
  });

  test("a message that moved on while the job waited for it is left alone: settled, or claimed anew", async () => {
    const settled = await claimed(-1);
    const reclaimed = await claimed(-1);
    const { running } = await inTenant(database.db, acme.id, async (trx) => {
      await trx.selectFrom("messages").select("id").forUpdate().execute();
      const started = run("settle-sends");
      await awaitLockWait(database.adminDb, "maintenance");
      await trx
        .updateTable("messages")
        .set({ status: "delivered" })
        .where("id", "=", settled.messageId)
        .execute();
      await trx
        .updateTable("messages")
        .set({ status: "queued" })
        .where("id", "=", reclaimed.messageId)
        .execute();
      const leaseUntil = new Date(Date.now() + minuteMs);
      await claimSend(trx, reclaimed.messageId, { attemptId: randomUUID(), leaseUntil });
      return { running: started };
    });
    expect(await running).toMatchObject({ body: { unknown: 0, requeued: 0, unconfirmed: 0 } });
    expect(await settled.chat.message(settled.messageId)).toMatchObject({ status: "delivered" });
    expect(await reclaimed.chat.message(reclaimed.messageId)).toMatchObject({ status: "sending" });
  });

  test("it does not deadlock with a function that holds the conversation and wants the message", async () => {
    const { chat, messageId } = await queued();
    await put(messageId, { status: "unknown" }, 11 * minuteMs);
    const { running } = await inTenant(database.db, acme.id, async (trx) => {
      await trx
        .selectFrom("conversations")
        .select("id")
        .where("id", "=", chat.conversationId)
        .forUpdate()
        .execute();
      const started = run("settle-sends");
      await awaitLockWait(database.adminDb, "maintenance");
      await trx.selectFrom("messages").select("id").where("id", "=", messageId).forUpdate().execute();
      return { running: started };
    });
    expect(await running).toMatchObject({ body: { unconfirmed: 1 } });
  });
});

describe("return-conversations", () => {
  test("a conversation that people left idle for a day goes back to the bot, and drafts of before are stale", async () => {
    const chat = await withHuman({ lastWordMs: 25 * 60 * minuteMs, handedOverMs: 25 * 60 * minuteMs });
    const { epoch } = await chat.conversation();
    expect(await run("return-conversations")).toMatchObject({ body: { returned: 1 } });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch: epoch + 1 });
    expect(services.bus.of("conversation.changed")).toMatchObject([
      { tenantId: acme.id, data: { conversationId: chat.conversationId, change: "handling" } },
    ]);
  });

  test.each([
    ["somebody wrote within the day", { lastWordMs: minuteMs, handedOverMs: 2 * dayMs }],
    ["it was handed over within the day", { lastWordMs: 2 * dayMs, handedOverMs: minuteMs }],
  ])("%s: it stays with people", async (_name, ages) => {
    const chat = await withHuman(ages);
    expect(await run("return-conversations")).toMatchObject({ body: { returned: 0 } });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });

  test("two runs at once return it once", async () => {
    const chat = await withHuman({ lastWordMs: 2 * dayMs, handedOverMs: 2 * dayMs });
    const { epoch } = await chat.conversation();
    await Promise.all([run("return-conversations"), run("return-conversations")]);
    expect((await chat.conversation()).epoch).toBe(epoch + 1);
    expect(services.bus.of("conversation.changed")).toHaveLength(1);
  });

  test("one that somebody handed back or wrote in meanwhile is left as it is", async () => {
    const chat = await withHuman({ lastWordMs: 2 * dayMs, handedOverMs: 2 * dayMs });
    const { running, epoch } = await inTenant(database.db, acme.id, async (trx) => {
      await trx
        .selectFrom("conversations")
        .select("id")
        .where("id", "=", chat.conversationId)
        .forUpdate()
        .execute();
      const started = run("return-conversations");
      await awaitLockWait(database.adminDb, "maintenance");
      await handBack(trx, chat.conversationId);
      const changed = await handOver(trx, chat.conversationId, { reason: "agent" });
      return { running: started, epoch: changed };
    });
    expect(await running).toMatchObject({ body: { returned: 0 } });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", epoch });
  });
});

/** Events in the outbox, as a function leaves them that dies after its commit; the first is the oldest. */
async function leaveBehind(tenantId: string, count: number, ageSeconds = 60): Promise<Envelope[]> {
  const events = Array.from({ length: count }, () =>
    buildEvent("conversation.changed", { conversationId: randomUUID(), change: "message" }, tenantId),
  ).toSorted((a, b) => a.id.localeCompare(b.id));
  await inTenant(database.db, tenantId, async (trx) =>
    insertOutbox(
      trx,
      events.map((event) => ({ id: event.id, tenantId, topic: event.topic, envelope: event })),
    ),
  );
  await database.adminDb
    .updateTable("outbox")
    .set({ created_at: new Date(Date.now() - ageSeconds * 1000) })
    .where(
      "id",
      "in",
      events.map(({ id }) => id),
    )
    .execute();
  return events;
}

async function outboxIds(): Promise<string[]> {
  const rows = await database.adminDb.selectFrom("outbox").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

async function queued(): Promise<{ chat: Chat; messageId: string }> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("When do you open?");
  return { chat, messageId: await chat.queueReply("At nine.") };
}

async function claimed(leaseMs: number): Promise<{ chat: Chat; messageId: string }> {
  const { chat, messageId } = await queued();
  await inTenant(database.db, acme.id, async (trx) =>
    claimSend(trx, messageId, { attemptId: randomUUID(), leaseUntil: new Date(Date.now() + leaseMs) }),
  );
  return { chat, messageId };
}

/** Sets the row as if nobody had touched it for so long; superusers may hold off the trigger that notes every touch. */
async function put(
  messageId: string,
  change: { status?: Message["status"] },
  untouchedMs: number,
): Promise<void> {
  await database.adminDb.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    const updated_at = new Date(Date.now() - untouchedMs);
    await trx
      .updateTable("messages")
      .set({ ...change, updated_at })
      .where("id", "=", messageId)
      .execute();
  });
}

async function withHuman(ages: { lastWordMs: number; handedOverMs: number }): Promise<Chat> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("I want to talk to a person.");
  await inTenant(database.db, acme.id, async (trx) =>
    handOver(trx, chat.conversationId, { reason: "asked" }),
  );
  await database.adminDb
    .updateTable("conversations")
    .set({
      last_message_at: new Date(Date.now() - ages.lastWordMs),
      handed_off_at: new Date(Date.now() - ages.handedOverMs),
    })
    .where("id", "=", chat.conversationId)
    .execute();
  return chat;
}
