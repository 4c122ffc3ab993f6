import { afterAll, beforeAll, expect, test } from "vitest";
import { handle as respond } from "../../functions/responder/handle.ts";
import { handle as send } from "../../functions/sender/handle.ts";
import { createHandler } from "../../functions/status/handle.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { type IngesterUnderTest, startIngester } from "../../functions/ingester/testing/ingester.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../testing/whatsapp.ts";
import { responderFunction } from "../../functions/responder/services.ts";
import { senderFunction } from "../../functions/sender/services.ts";
import { statusFunction } from "../../functions/status/services.ts";
import { handling } from "../../shared/testing/handling.ts";

const takeStatus = handling(createHandler);

/** What the database guarantees for rows (see shared/db/tenant-isolation.test.ts), here for topics, vectors and objects. */
const [acme, globex] = seedData;
const context = { attempt: 1, maxAttempts: 20 };
let docs: IngesterUnderTest;
let whatsapp: Awaited<ReturnType<typeof startSeededWhatsApp>>;

beforeAll(async () => {
  [docs, whatsapp] = await Promise.all([startIngester(), startSeededWhatsApp()]);
});
afterAll(async () => {
  await Promise.all([docs.close(), whatsapp.close()]);
});

test("an event of one tenant that names another's message sends nothing", async () => {
  const chat = await createChat(docs.database.db, globex);
  await chat.customerWrites("Hi");
  const messageId = await chat.queueReply("Hello from Globex");
  const services = createTestServices(senderFunction, docs.database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  const { conversationId } = chat;
  const crossing = buildEvent("message.queued", { conversationId, messageId }, acme.id);
  expect(await send(crossing, services, context)).toEqual({ outcome: "gone" });
  expect(await whatsapp.sends()).toEqual([]);
  expect(await chat.message(messageId)).toMatchObject({ status: "queued" });
  await services.close();
});

test("an event of one tenant that names another's conversation answers nothing", async () => {
  const chat = await createChat(docs.database.db, globex);
  const { id: messageId } = await chat.customerWrites("What do you sell?");
  const services = createTestServices(responderFunction, docs.database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  const receivedAt = new Date().toISOString();
  const { conversationId } = chat;
  const crossing = buildEvent("reply.requested", { conversationId, messageId, receivedAt }, acme.id);
  expect(await respond(crossing, services, context)).toMatchObject({ outcome: "gone" });
  expect(services.bus.events).toEqual([]);
  await services.close();
});

test("a status on one tenant's number cannot move another's message, by its id or by its attempt", async () => {
  const chat = await createChat(docs.database.db, globex);
  await chat.customerWrites("Hi");
  const messageId = await chat.queueReply("Hello from Globex");
  await docs.database.adminDb
    .updateTable("messages")
    .set({ status: "sending", wamid: "wamid.GLOBEX", attempt_id: messageId })
    .where("id", "=", messageId)
    .execute();
  const services = createTestServices(statusFunction, docs.database);
  const status = { id: "wamid.GLOBEX", status: "read", timestamp: "1", biz_opaque_callback_data: messageId };
  const crossing = buildEvent("status.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    status,
  });
  await takeStatus(crossing, services);
  expect(await chat.message(messageId)).toMatchObject({ status: "sending", read_at: null });
  await services.close();
});

test("one tenant's search never finds another's chunks, even of a knowledge base that it names", async () => {
  const theirs = await docs.upload(
    "# Secret\n\nGlobex roasts at 217 degrees.\n",
    "secret.md",
    undefined,
    globex,
  );
  await docs.ingest(theirs);
  expect(await docs.chunks(theirs, globex)).toHaveLength(1);
  expect(await docs.chunks(theirs, acme)).toEqual([]);
  const found = await docs.services.vectors.searchChunks({
    tenantId: acme.id,
    knowledgeBaseIds: [globex.knowledgeBase.id],
    dense: Array.from({ length: 512 }, () => 1),
    sparse: { indices: [], values: [] },
    limit: 100,
  });
  expect(found).toEqual([]);
});

test("one tenant can neither forget nor replace another's document", async () => {
  const theirs = await docs.upload("# Beans\n\nGlobex sells Santos.\n", "beans.md", undefined, globex);
  await docs.ingest(theirs);
  expect(await docs.remove(theirs.documentId, acme)).toEqual({ outcome: "gone" });
  const squatting = await docs.upload("# Beans\n\nClosed for good.\n", "beans.md", theirs.documentId, acme);
  await expect(docs.ingest(squatting)).rejects.toMatchObject({ name: "Permanent" });
  expect(await docs.isStored(theirs)).toBe(true);
  expect(await docs.chunks(theirs, globex)).toMatchObject([{ text: expect.stringContaining("Santos") }]);
});
