import { createHash, randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bucket } from "@google-cloud/storage";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seed } from "../../emulators/seed.ts";
import { openStorage, type StorageUnderTest } from "../../emulators/storage/testing/storage-under-test.ts";
import type { TestServer } from "../../emulators/whatsapp/testing/test-server.ts";
import { recordMessageMedia } from "../../shared/db/message-media.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices, testSecretsKey } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../shared/testing/whatsapp.ts";
import { handle } from "./handle.ts";
import { planAttempt } from "./plan-attempt.ts";

const [acme, globex] = seedData;
const picture = Buffer.from("a picture of a lamp");
let database: TestDatabase;
let whatsapp: TestServer;
let storage: StorageUnderTest;
let bucket: Bucket;
let services: TestServices<"media">;
let chat: Chat;
const servers: Server[] = [];

beforeAll(async () => {
  [database, whatsapp, storage] = await Promise.all([
    createTestDatabase(),
    startSeededWhatsApp(),
    openStorage(),
  ]);
  vi.stubEnv("STORAGE_EMULATOR_HOST", storage.server.url);
  await seed(database.ownerUrl, testSecretsKey);
  [bucket] = await storage.client.createBucket("test-media");
  services = createTestServices("media", database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  chat = await createChat(database.db, acme);
});
afterEach(async () => {
  services.bus.events.splice(0);
  await Promise.all(servers.splice(0).map(async (server) => new Promise((done) => server.close(done))));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await services.close();
  await Promise.all([whatsapp.close(), storage.close()]);
  await database.drop();
});

/** Uploads a file to WhatsApp as one of the tenant's number; resolves to its id. */
async function upload(content: Buffer = picture, type = "image/jpeg", { outlet } = acme): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", new File([new Uint8Array(content)], "lamp", { type }));
  const answer = await fetch(`${whatsapp.url}/v25.0/${outlet.phoneNumberId}/media`, {
    method: "POST",
    body: form,
    headers: { authorization: `Bearer ${outlet.accessToken}` },
  });
  return ((await answer.json()) as { id: string }).id;
}

type Note = { type?: string; sha256?: string; expiresAt?: Date };

/** A customer's message with a file of this id. */
async function receive(mediaId: string, { type = "image", sha256, expiresAt }: Note = {}) {
  const { id: messageId } = await chat.customerWrites("[image]", { type });
  await inTenant(database.db, acme.id, async (trx) =>
    recordMessageMedia(trx, {
      messageId,
      mediaId,
      sha256,
      expiresAt: expiresAt ?? new Date(Date.now() + 60_000),
    }),
  );
  return buildEvent("media.received", { conversationId: chat.conversationId, messageId, mediaId }, acme.id);
}

async function row(messageId: string) {
  return database.adminDb
    .selectFrom("message_media")
    .selectAll()
    .where("message_id", "=", messageId)
    .executeTakeFirstOrThrow();
}

async function objects(): Promise<string[]> {
  return (await bucket.getFiles())[0].map(({ name }) => name);
}

/** Graph, or a host beside it, that answers as the test says. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A Graph that describes a file at this address. */
async function graphWith(
  urlOf: (own: string) => string,
  more: object,
  bytes: RequestListener,
): Promise<string> {
  let own = "";
  own = await serve((request, response) => {
    if (request.url?.startsWith("/v25.0/") !== true) return bytes(request, response);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ url: urlOf(own), mime_type: "image/jpeg", ...more }));
  });
  return own;
}

async function fetchFrom(graph: string, note: Note = {}) {
  const other = createTestServices("media", database, { WHATSAPP_GRAPH_URL: graph });
  const event = await receive(randomUUID(), note);
  const outcome = await handle(event, other);
  await other.close();
  return { outcome, messageId: event.data.messageId };
}

describe("a customer's file", () => {
  test("is kept in the tenant's part of the bucket, with its type, size and hash", async () => {
    const sha256 = createHash("sha256").update(picture).digest("base64");
    const event = await receive(await upload(), { sha256 });
    expect(await handle(event, services)).toMatchObject({ outcome: "stored", sizeBytes: picture.length });
    const { messageId } = event.data;
    const objectName = `tenants/${acme.id}/media/${messageId}`;
    expect(await row(messageId)).toMatchObject({
      status: "stored",
      object_name: objectName,
      size_bytes: picture.length,
      mime_type: "image/jpeg",
      sha256,
      reason: null,
      next_attempt_at: null,
    });
    const [content] = await bucket.file(objectName).download();
    expect(content).toEqual(picture);
    expect((await bucket.file(objectName).getMetadata())[0].contentType).toBe("image/jpeg");
    expect(services.bus.of("conversation.changed")).toMatchObject([{ data: { messageId } }]);
  });

  test("delivered twice is fetched once", async () => {
    const event = await receive(await upload());
    await handle(event, services);
    const published = services.bus.events.length;
    expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
    expect(services.bus.events).toHaveLength(published);
  });

  test("of another tenant's number is not given out", async () => {
    const event = await receive(await upload(picture, "image/jpeg", globex));
    expect(await handle(event, services)).toMatchObject({ outcome: "pending", reason: "error-33" });
  });

  test("that would run as a page of ours is kept as bytes", async () => {
    const graph = await graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => {
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end("<script>");
      },
    );
    const { messageId } = await fetchFrom(graph, { type: "document" });
    expect(await row(messageId)).toMatchObject({ status: "stored", mime_type: "application/octet-stream" });
  });
});

describe("what is not what Meta told is not kept", () => {
  const answer =
    (type: string): RequestListener =>
    (_request, response) => {
      response.setHeader("content-type", type);
      response.end(picture);
    };
  test.each<[string, object, Note, string]>([
    ["of another hash", {}, { sha256: "b3RoZXI=" }, "wrong-hash"],
    ["of another hash than Graph tells", { sha256: "00ff" }, {}, "wrong-hash"],
    ["of another size", { file_size: "5" }, {}, "wrong-size"],
    ["of another type", {}, { type: "video" }, "wrong-type"],
  ])("%s", async (_what, described, note, reason) => {
    const before = await objects();
    const graph = await graphWith((own) => `${own}/file`, described, answer("image/jpeg"));
    const { outcome, messageId } = await fetchFrom(graph, note);
    expect(outcome).toMatchObject({ outcome: "pending", reason });
    expect(await row(messageId)).toMatchObject({
      status: "pending",
      reason,
      attempt_count: 1,
      object_name: null,
    });
    expect(await objects()).toEqual(before);
  });

  test("and what is larger than WhatsApp takes is lost at once", async () => {
    const graph = await graphWith((own) => own, { file_size: 200 * 1024 * 1024 }, answer("image/jpeg"));
    expect((await fetchFrom(graph)).outcome).toMatchObject({ outcome: "lost", reason: "too-large" });
  });

  test("nor what breaks off", async () => {
    const before = await objects();
    const graph = await graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => {
        response.writeHead(200, { "content-type": "image/jpeg", "content-length": "1000" });
        response.write(picture, () => response.destroy());
      },
    );
    expect((await fetchFrom(graph)).outcome).toMatchObject({ outcome: "pending", reason: "interrupted" });
    expect(await objects()).toEqual(before);
  });

  test("and the hash may be written in hex", async () => {
    const sha256 = createHash("sha256").update(picture).digest("hex");
    const graph = await graphWith((own) => `${own}/file`, { sha256 }, answer("image/jpeg"));
    expect((await fetchFrom(graph)).outcome).toMatchObject({ outcome: "stored" });
  });
});

describe("the token", () => {
  test("goes to no other host, neither by Graph's word nor by a redirect", async () => {
    const seen: (string | undefined)[] = [];
    const stranger = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(picture);
    });
    const direct = await graphWith(
      () => `${stranger}/file`,
      {},
      (_request, response) => response.end(),
    );
    expect((await fetchFrom(direct)).outcome).toMatchObject({
      outcome: "pending",
      reason: "host-not-allowed",
    });
    const redirecting = await graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => response.writeHead(302, { location: `${stranger}/file` }).end(),
    );
    expect((await fetchFrom(redirecting)).outcome).toMatchObject({ reason: "host-not-allowed" });
    expect(seen).toEqual([]);
  });

  test("follows a redirect on the same host, and not for ever", async () => {
    const graph = await graphWith(
      (own) => `${own}/a`,
      {},
      (request, response) =>
        request.url === "/a"
          ? response.writeHead(302, { location: "/b" }).end()
          : response.writeHead(200, { "content-type": "image/png" }).end(request.headers.authorization),
    );
    expect((await fetchFrom(graph)).outcome).toMatchObject({ outcome: "stored" });
    const circle = await graphWith(
      (own) => `${own}/a`,
      {},
      (_request, response) => response.writeHead(302, { location: "/a" }).end(),
    );
    expect((await fetchFrom(circle)).outcome).toMatchObject({ outcome: "pending", reason: "redirect" });
  });
});

describe("a file that cannot be fetched", () => {
  test("waits for another attempt, told to nobody", async () => {
    const event = await receive("404404");
    expect(await handle(event, services)).toMatchObject({ outcome: "pending", reason: "error-33" });
    const waiting = await row(event.data.messageId);
    expect(waiting.next_attempt_at?.getTime()).toBeGreaterThan(Date.now());
    expect(services.bus.events).toEqual([]);
  });

  test("is lost once Meta has forgotten it, with the reason, and that is told", async () => {
    const event = await receive("404404", { expiresAt: new Date(Date.now() - 1) });
    expect(await handle(event, services)).toMatchObject({ outcome: "lost", reason: "error-33" });
    expect(await row(event.data.messageId)).toMatchObject({
      status: "lost",
      reason: "error-33",
      next_attempt_at: null,
    });
    expect(services.bus.of("conversation.changed")).toHaveLength(1);
  });

  test("waits while the outlet is held", async () => {
    const setStatus = async (status: "active" | "paused") =>
      database.adminDb.updateTable("outlets").set({ status }).where("id", "=", acme.outlet.id).execute();
    const event = await receive(await upload());
    await setStatus("paused");
    expect(await handle(event, services)).toMatchObject({ outcome: "pending", reason: "outlet-paused" });
    await setStatus("active");
    expect(await handle(event, services)).toMatchObject({ outcome: "stored" });
  });

  test("is tried ever less often, and the last time when its life ends", () => {
    const now = new Date("2026-11-20T10:00:00Z");
    const pauseOf = (attempts: number, expiresAt = new Date("2026-11-27T10:00:00Z"), random = 0.5) => {
      const media = { attempt_count: attempts, expires_at: expiresAt };
      const plan = planAttempt({ kind: "failed", reason: "x" }, media, {
        now,
        retryMs: 60_000,
        random: () => random,
      });
      return plan.status === "pending" ? plan.nextAttemptAt.getTime() - now.getTime() : plan.status;
    };
    expect([0, 1, 2, 9, 40].map((attempts) => pauseOf(attempts))).toEqual([
      60_000, 120_000, 240_000, 21_600_000, 21_600_000,
    ]);
    expect([pauseOf(0, undefined, 0), pauseOf(0, undefined, 1)]).toEqual([45_000, 75_000]);
    expect(pauseOf(9, new Date("2026-11-20T11:00:00Z"))).toBe(3_600_000);
    expect(pauseOf(0, now)).toBe("lost");
  });
});
