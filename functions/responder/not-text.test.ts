import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { recordMessageMedia } from "../../shared/conversations/queries/message-media.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { responderFunction } from "./services.ts";

const [acme] = seedData;
const recording = Buffer.from("OggS: how much is delivery to Bandung");
const sha256 = createHash("sha256").update(recording).digest("hex");
let bot: ResponderUnderTest;
let hearing: TestServices<typeof responderFunction>;

beforeAll(async () => {
  bot = await startResponder();
  await bot.database.adminDb
    .updateTable("tenants")
    .set({ default_language: "en", llm_tone: toJsonb({}) })
    .where("id", "=", acme.id)
    .execute();
  const made = createTestServices(responderFunction, bot.database, {
    ...bot.environment,
    OPENAI_TRANSCRIPTION_MODEL: "gpt-transcribe",
  });
  const file = { contentType: "audio/ogg", sizeBytes: recording.length };
  hearing = instead(made, {
    mediaObjects: {
      ...made.mediaObjects,
      describe: async () => file,
      readFile: async () => ({ bytes: recording, contentType: "audio/ogg" }),
    },
  });
});
afterEach(async () => {
  await bot.calm();
  await bot.openai.settings({ transcripts: {} });
});
afterAll(async () => {
  await hearing.close();
  await bot.close();
});

async function send(kind: string, more: object = {}, chat?: Chat): Promise<{ chat: Chat; message: Message }> {
  const place = chat ?? (await createChat(bot.database.db, acme));
  const content = { kind, ...more };
  return { chat: place, message: await place.customerWrites(`[${kind}]`, { type: kind, content }) };
}

/** A voice message whose file is in the bucket, or still on its way. */
async function speak(status: "stored" | "pending" | "lost" = "stored") {
  const sent = await send("audio", { mediaId: "1", voice: true });
  await inTenant(bot.database.db, acme.id, async (trx) =>
    recordMessageMedia(trx, {
      messageId: sent.message.id,
      mediaId: "1",
      mimeType: "audio/ogg; codecs=opus",
      expiresAt: new Date(Date.now() + 86_400_000),
    }),
  );
  const outcome: Record<typeof status, object> = {
    pending: {},
    stored: { status, object_name: `tenants/${acme.id}/media/x`, size_bytes: 37, next_attempt_at: null },
    lost: { status, reason: "error-33", next_attempt_at: null },
  };
  if (status !== "pending")
    await bot.database.adminDb
      .updateTable("message_media")
      .set(outcome[status])
      .where("message_id", "=", sent.message.id)
      .execute();
  return sent;
}

const bodies = async (chat: Chat) => (await bot.repliesTo(chat)).map(({ body }) => body);

describe("what is not text", () => {
  test.each([
    ["order", /order.*colleague/],
    ["image", /picture has arrived.*colleague/],
    ["document", /document has arrived.*colleague/],
    ["contacts", /contact has arrived.*colleague/],
    ["location", /location has arrived.*colleague/],
    ["form_reply", /form has arrived.*colleague/],
  ])("is acknowledged in words that fit, and shown to a human: %s", async (kind, words) => {
    const { chat, message } = await send(kind);
    expect(await bot.deliver(message)).toEqual({ outcome: "handed-over", reason: "not-text" });
    expect(await bodies(chat)).toEqual([expect.stringMatching(words)]);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "not-text" });
  });

  test("is acknowledged in the tenant's language", async () => {
    const language = async (tag: string | null) =>
      bot.database.adminDb
        .updateTable("tenants")
        .set({ default_language: tag, llm_tone: toJsonb({}) })
        .where("id", "=", acme.id)
        .execute();
    await language("pt-BR");
    const { chat, message } = await send("order");
    await bot.deliver(message);
    await language("en");
    expect(await bodies(chat)).toEqual([expect.stringMatching(/recebemos o seu pedido/)]);
  });

  test.each(["sticker"])("needs no answer: %s", async (kind) => {
    const { chat, message } = await send(kind);
    expect(await bot.deliver(message)).toEqual({ outcome: "needs-no-answer" });
    expect(await bodies(chat)).toEqual([]);
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
  });

  test("nor does a mere thanks", async () => {
    const { chat, message } = await bot.ask("Terima kasih!");
    expect(await bot.deliver(message)).toEqual({ outcome: "needs-no-answer" });
    expect(await bodies(chat)).toEqual([]);
  });

  test("is asked for in words once, and goes to a human when there are none again; a day later it is asked again", async () => {
    const { chat, message } = await send("unknown");
    expect(await bot.deliver(message)).toMatchObject({ outcome: "answered" });
    await bot.markSent(message);
    const again = await send("unknown", {}, chat);
    expect(await bot.deliver(again.message)).toEqual({ outcome: "handed-over", reason: "not-text" });
    expect(await bodies(chat)).toHaveLength(1);
    await bot.database.adminDb
      .updateTable("conversations")
      .set({ handled_by: "bot" })
      .where("id", "=", chat.conversationId)
      .execute();
    const later = await send("unknown", {}, chat);
    const tomorrow = instead(bot.services, { now: () => new Date(Date.now() + 86_400_000) });
    expect(await bot.deliver(later.message, tomorrow)).toMatchObject({ outcome: "answered" });
    expect(await bodies(chat)).toHaveLength(2);
  });
});

describe("a voice message", () => {
  test("is written down once, in its language, counted, and answered like text", async () => {
    const said = { text: "How much is delivery to Bandung?", language: "en", seconds: 3.2 };
    await bot.openai.settings({ transcripts: { [sha256]: said } });
    const { chat, message } = await speak();
    expect(await bot.deliver(message, hearing)).toMatchObject({ outcome: "answered" });
    expect((await bodies(chat))[0]).toContain("Rp 25,000");
    expect(await chat.message(message.id)).toMatchObject({
      body: `[audio] ${said.text}`,
      content: { mediaId: "1", transcript: { text: said.text, language: "en", model: "gpt-transcribe" } },
    });
    const counted = hearing.bus.of("usage.recorded").filter(({ data }) => data.meter === "audio.seconds");
    expect(counted).toMatchObject([{ data: { quantity: 4, subjectId: message.id } }]);
    await bot.deliver(message, hearing);
    expect(
      hearing.bus.of("usage.recorded").filter(({ data }) => data.meter === "audio.seconds"),
    ).toHaveLength(1);
  });

  test("waits for its file, and is asked for again by whoever fetches it", async () => {
    const { chat, message } = await speak("pending");
    expect(await bot.deliver(message, hearing)).toEqual({ outcome: "waits-for-file" });
    expect(await bodies(chat)).toEqual([]);
  });

  test.each(["stored", "lost"] as const)(
    "without words, or whose file is %s, goes to a human",
    async (status) => {
      const { chat, message } = await speak(status);
      expect(await bot.deliver(message, hearing)).toMatchObject({ outcome: "handed-over" });
      expect(await bodies(chat)).toEqual([expect.stringMatching(/voice message.*colleague/)]);
    },
  );

  test("goes to a human where no model is set", async () => {
    const { chat, message } = await speak();
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect(await bodies(chat)).toEqual([expect.stringMatching(/voice message.*colleague/)]);
  });

  test("is tried again while the service is away, and goes to a human in the end", async () => {
    const { chat, message } = await speak();
    await bot.openai.faults([{ endpoint: "transcriptions", status: 503, times: 9 }]);
    await expect(bot.deliver(message, hearing)).rejects.toMatchObject({ code: "not-heard-yet" });
    expect(await bot.deliver(message, hearing, 4)).toMatchObject({ outcome: "handed-over" });
    expect(await bodies(chat)).toHaveLength(1);
  });
});
