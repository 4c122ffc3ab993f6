import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { handle } from "./handle.ts";
import { type MediaDesk, openMediaDesk } from "./testing/media-desk.ts";

let desk: MediaDesk;

beforeAll(async () => {
  desk = await openMediaDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

const voice = Buffer.from("OggS and some sound");

test("the answer to a voice message is asked for when its file is there, once", async () => {
  const event = await desk.receive(await desk.upload(voice, "audio/ogg"), { type: "audio" });
  expect(await handle(event, desk.services)).toMatchObject({ outcome: "stored" });
  await handle(event, desk.services);
  const { conversationId, messageId } = event.data;
  expect(desk.services.bus.of("reply.requested")).toMatchObject([{ data: { conversationId, messageId } }]);
});

test("and when its file is lost, so that a human hears of it", async () => {
  const event = await desk.receive("404404", { type: "audio", expiresAt: new Date(Date.now() - 1) });
  expect(await handle(event, desk.services)).toMatchObject({ outcome: "lost" });
  expect(desk.services.bus.of("reply.requested")).toHaveLength(1);
});

test("that to a picture waits for no file", async () => {
  await handle(await desk.receive(await desk.upload()), desk.services);
  expect(desk.services.bus.of("reply.requested")).toEqual([]);
});

test("that to a conversation which humans have is asked of nobody", async () => {
  const event = await desk.receive(await desk.upload(voice, "audio/ogg"), { type: "audio" });
  await desk.database.adminDb
    .updateTable("conversations")
    .set({ handled_by: "human" })
    .where("id", "=", event.data.conversationId)
    .execute();
  await handle(event, desk.services);
  expect(desk.services.bus.of("reply.requested")).toEqual([]);
});
