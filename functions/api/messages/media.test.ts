import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  recordMediaOutcome,
  recordMessageMedia,
} from "../../../shared/conversations/queries/message-media.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const origin = "https://console.example";
let api: TestApi;
let chat: Chat;

beforeAll(async () => {
  api = await createTestApi({ API_CORS_ORIGINS: origin });
  chat = await createChat(api.database.db, acme);
  await chat.customerWrites("hello");
  to = { phone: `+${chat.phone}` };
});
afterAll(async () => api.close());

type Came = {
  type?: string;
  contentType?: string;
  fileName?: string;
  outcome?: "stored" | "pending" | "lost";
};

/** A customer's message with a file, of which so much is known; resolves to the message's id. */
async function receive({
  type = "image",
  contentType = "image/png",
  fileName,
  outcome = "stored",
}: Came = {}) {
  const { id: messageId } = await chat.customerWrites(`[${type}]`, { type });
  const objectName = `tenants/${acme.id}/media/${messageId}`;
  if (outcome === "stored")
    await api.services.mediaObjects.write(objectName, streamOf("picture"), contentType);
  await inTenant(api.database.db, acme.id, async (trx) => {
    const expiresAt = new Date(Date.now() + 60_000);
    await recordMessageMedia(trx, { messageId, mediaId: "1", fileName, expiresAt });
    if (outcome === "stored") {
      const stored = { objectName, sizeBytes: 7, mimeType: contentType, sha256: "" };
      await recordMediaOutcome(trx, messageId, { status: "stored", ...stored });
    }
    if (outcome === "lost") await recordMediaOutcome(trx, messageId, { status: "lost", reason: "too-large" });
  });
  return messageId;
}

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const linkOf = async (messageId: string, asker: "admin" | "agent" = "agent") =>
  api.as(asker, "GET", `/messages/${messageId}/media`);

describe("a link to a customer's file", () => {
  test("opens it for a few minutes, under its name", async () => {
    const answer = await linkOf(await receive({ fileName: "lämp.png" }));
    expect(answer).toMatchObject({
      status: 200,
      body: { fileName: "lämp.png", contentType: "image/png", sizeBytes: 7 },
    });
    const livesMs = Date.parse(String(answer.body["expiresAt"])) - Date.now();
    expect(livesMs).toBeGreaterThan(60_000);
    expect(livesMs).toBeLessThanOrEqual(300_000);
    const file = await fetch(String(answer.body["url"]));
    expect([file.status, await file.text(), file.headers.get("content-type")]).toEqual([
      200,
      "picture",
      "image/png",
    ]);
    expect(file.headers.get("content-disposition")).toMatch(/^inline; .*filename\*=UTF-8''l%C3%A4mp\.png$/);
  });

  test.each(["text/html", "image/svg+xml", "application/xhtml+xml"])(
    "never lets a browser show %s as a page of ours",
    async (contentType) => {
      const id = await receive({ type: "document", contentType, fileName: "page.html" });
      const file = await fetch(String((await linkOf(id)).body["url"]));
      expect(file.headers.get("content-type")).toBe("application/octet-stream");
      expect(file.headers.get("content-disposition")).toMatch(/^attachment; /);
    },
  );

  test("gives a nameless file one that fits its type", async () => {
    expect((await linkOf(await receive())).body["fileName"]).toBe("file.png");
  });

  test("is for agents and admins of the tenant", async () => {
    const path = `/messages/${await receive()}/media`;
    expect((await api.as("admin", "GET", path)).status).toBe(200);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.as("viewer", "GET", path)).status).toBe(403);
    expect((await api.as("operator", "GET", path)).status).toBe(403);
    expect((await api.ask("GET", `/api/v1${path}`)).status).toBe(401);
    expect((await api.as("admin", "GET", "/messages/1/media")).status).toBe(400);
  });

  test("says when the file is still on its way, lost, removed, or never was", async () => {
    const pending = await linkOf(await receive({ outcome: "pending" }));
    expect(pending).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("still being fetched") },
    });
    expect(pending.headers.get("retry-after")).toBe("2");
    expect(await linkOf(await receive({ outcome: "lost" }))).toMatchObject({
      status: 410,
      body: { code: "gone", detail: expect.stringContaining("too-large") },
    });
    const { id } = await chat.customerWrites("hello");
    expect(await linkOf(id)).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    const deleted = await receive();
    const media = api.database.adminDb.updateTable("message_media").set({ status: "removing" });
    await media.where("message_id", "=", deleted).execute();
    expect(await linkOf(deleted)).toMatchObject({
      status: 410,
      body: { detail: "The file was removed with its message." },
    });
    const removed = await receive();
    await api.services.mediaObjects.remove(`tenants/${acme.id}/media/${removed}`);
    expect((await linkOf(removed)).status).toBe(410);
  });
});

let to: { phone: string };
const send = async (message: object) =>
  api.as("agent", "POST", "/messages", { tenantId: acme.id, outletId: acme.outlet.id, to, message });
const picture = { tenantId: acme.id, fileName: "lamp.png", contentType: "image/png", sizeBytes: 7 };
const begin = async (more: object = {}, headers = {}) =>
  api.as("agent", "POST", "/uploads", { ...picture, ...more }, headers);

async function upload(more: object = {}): Promise<string> {
  const { body } = await begin(more);
  expect((await fetch(String(body["uploadUrl"]), { method: "PUT", body: "picture" })).status).toBe(200);
  return String(body["objectName"]);
}

describe("a file to send", () => {
  test("is uploaded straight to the bucket, sent, and opened again from the history", async () => {
    const objectName = await upload();
    const sent = await send({ type: "image", media: { objectName }, caption: "New" });
    expect(sent).toMatchObject({ status: 202, body: { text: "New" } });
    const link = await linkOf(sent.body.id);
    expect(link.body).toMatchObject({ fileName: "lamp.png", contentType: "image/png" });
    expect(await (await fetch(String(link.body["url"]))).text()).toBe("picture");
    expect((await api.as("agent", "GET", `/messages/${sent.body.id}/media?index=1`)).status).toBe(404);
  });

  test("may be uploaded by a page of the console, and of nobody else's", async () => {
    const put = async (url: unknown, from: string) =>
      fetch(String(url), { method: "PUT", body: "picture", headers: { origin: from } });
    const allowed = async (from: string, by: string) => {
      const { body } = await begin({}, { origin: from });
      return (await put(body["uploadUrl"], by)).headers.get("access-control-allow-origin");
    };
    expect(await allowed(origin, origin)).toBe(origin);
    expect(await allowed(origin, "https://evil.example")).toBeNull();
    expect(await allowed("https://evil.example", "https://evil.example")).toBeNull();
  });

  test.each([
    ["contentType", { contentType: "text/html" }],
    ["sizeBytes", { sizeBytes: 6 * 1024 * 1024 }],
    ["sizeBytes", { contentType: "application/pdf", sizeBytes: 101 * 1024 * 1024 }],
    ["sizeBytes", { sizeBytes: 0 }],
    ["fileName", { fileName: "" }],
  ])("of a wrong %s is refused before anything is uploaded", async (field, wrong) => {
    expect(await begin(wrong)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test("is of the tenant's staff, in its own part of the bucket", async () => {
    expect((await api.as("other", "POST", "/uploads", picture)).status).toBe(404);
    expect((await api.as("viewer", "POST", "/uploads", picture)).status).toBe(403);
    expect((await api.ask("POST", "/api/v1/uploads", { body: picture })).status).toBe(401);
    const { body } = await begin({ fileName: "../../x/y.png" });
    expect(body["objectName"]).toMatch(new RegExp(`^tenants/${acme.id}/uploads/[0-9a-f-]{36}/[^/]+$`));
  });

  test("can be one that came before, and keeps its name as a document", async () => {
    const id = await receive({ type: "document", contentType: "application/pdf", fileName: "prices.pdf" });
    const sent = await send({ type: "document", media: { messageId: id } });
    expect(sent).toMatchObject({ status: 202, body: { text: "prices.pdf" } });
    const stored = await api.database.adminDb
      .selectFrom("messages")
      .select("content")
      .where("id", "=", sent.body.id)
      .executeTakeFirstOrThrow();
    const objectName = `tenants/${acme.id}/media/${id}`;
    expect(stored.content).toEqual({ type: "document", media: { objectName }, filename: "prices.pdf" });
    const again = await send({ type: "document", media: { messageId: sent.body.id } });
    expect(again).toMatchObject({ status: 202 });
  });

  test("that is not there, is another tenant's, or is none that WhatsApp takes is told by its field", async () => {
    const mine = await upload();
    const header = (media: object) => ({
      type: "buttons",
      body: "Which?",
      buttons: [{ id: "1", title: "One" }],
      header: { type: "video", media },
    });
    const lost = await receive({ outcome: "lost" });
    const mp3 = await upload({ fileName: "a.mp3", contentType: "audio/mpeg" });
    expect((await send({ type: "audio", media: { objectName: mp3 } })).status).toBe(202);
    const refused: [message: object, field: string, what: RegExp][] = [
      [{ type: "image", media: { objectName: `${mine}x` } }, "message.media.objectName", /not uploaded/],
      [
        { type: "image", media: { objectName: `tenants/${globex.id}/a.png` } },
        "message.media.objectName",
        /tenant's/,
      ],
      [{ type: "sticker", media: { objectName: mine } }, "message.media.objectName", /image\/png/],
      [header({ objectName: mine }), "message.header.media.objectName", /image\/png/],
      [
        { type: "audio", media: { objectName: mp3 }, voice: true },
        "message.media.objectName",
        /only audio\/ogg/,
      ],
      [{ type: "image", media: { messageId: lost } }, "message.media.messageId", /is here/],
      [{ type: "image", media: { messageId: randomUUID() } }, "message.media.messageId", /is here/],
      [{ type: "image", media: {} }, "message.media", /nothing else/],
    ];
    for (const [message, field, what] of refused) {
      expect(await send(message), field).toMatchObject({
        status: 400,
        body: { errors: [{ field, message: expect.stringMatching(what) }] },
      });
    }
  });
});
