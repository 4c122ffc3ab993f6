import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bucket } from "@google-cloud/storage";
import { vi } from "vitest";
import { seed } from "../../../emulators/stack/seed.ts";
import { openStorage } from "../../../emulators/servers/storage/testing/storage-under-test.ts";
import type { EventOf } from "../../../shared/contracts/topics.ts";
import { recordMessageMedia } from "../../../shared/conversations/queries/message-media.ts";
import type { MessageMedia } from "../../../shared/db/schema.d.ts";
import { seedData, type SeedTenant } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { createTestServices, type TestServices, testSecretsKey } from "../../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../../emulators/testing/whatsapp.ts";
import { handle } from "../handle.ts";
import { mediaFunction } from "../services.ts";

const [acme] = seedData;

export const picture = Buffer.from("a picture of a lamp");

export type Note = { type?: string; sha256?: string; expiresAt?: Date };

/** The function with a bucket, the local WhatsApp server, and hosts that answer as a test says. */
export type MediaDesk = {
  database: TestDatabase;
  services: TestServices<typeof mediaFunction>;
  bucket: Bucket;
  chat: Chat;
  /** Uploads a file to WhatsApp as one of the tenant's number; resolves to its id. */
  upload(content?: Buffer, type?: string, tenant?: SeedTenant): Promise<string>;
  /** A customer's message with a file of this id; resolves to the event that asks for it. */
  receive(mediaId: string, note?: Note): Promise<EventOf<"media.received">>;
  row(messageId: string): Promise<MessageMedia>;
  /** The names of all that lies in the bucket. */
  objects(): Promise<string[]>;
  /** Graph, or a host beside it, that answers as the test says, until the test ends. */
  serve(listener: RequestListener): Promise<string>;
  /** A Graph that describes a file at this address, and answers for its own as the test says. */
  graphWith(urlOf: (own: string) => string, more: object, bytes: RequestListener): Promise<string>;
  /** A file of that Graph is asked for. */
  fetchFrom(graph: string, note?: Note): Promise<{ outcome: Outcome; messageId: string }>;
  endTest(): Promise<void>;
  close(): Promise<void>;
};

export async function openMediaDesk(): Promise<MediaDesk> {
  const [database, whatsapp, storage] = await Promise.all([
    createTestDatabase(),
    startSeededWhatsApp(),
    openStorage(),
  ]);
  vi.stubEnv("STORAGE_EMULATOR_HOST", storage.server.url);
  await seed(database.ownerUrl, testSecretsKey);
  const [bucket] = await storage.client.createBucket("test-media");
  const services = createTestServices(mediaFunction, database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  const chat = await createChat(database.db, acme);
  const servers: Server[] = [];

  async function receive(mediaId: string, { type = "image", sha256, expiresAt }: Note = {}) {
    const content = { kind: type, mediaId };
    const { id: messageId } = await chat.customerWrites("[image]", { type, content });
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

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  return {
    database,
    services,
    bucket,
    chat,
    async upload(content = picture, type = "image/jpeg", { outlet } = acme) {
      const form = new FormData();
      form.set("messaging_product", "whatsapp");
      form.set("file", new File([new Uint8Array(content)], "lamp", { type }));
      const answer = await fetch(
        `${whatsapp.url}/${services.config.WHATSAPP_GRAPH_VERSION}/${outlet.phoneNumberId}/media`,
        {
          method: "POST",
          body: form,
          headers: { authorization: `Bearer ${outlet.accessToken}` },
        },
      );
      return ((await answer.json()) as { id: string }).id;
    },
    receive,
    row: async (messageId) =>
      database.adminDb
        .selectFrom("message_media")
        .selectAll()
        .where("message_id", "=", messageId)
        .executeTakeFirstOrThrow(),
    objects: async () => (await bucket.getFiles())[0].map(({ name }) => name),
    serve,
    async graphWith(urlOf, more, bytes) {
      let own = "";
      own = await serve((request, response) => {
        if (request.url?.startsWith(`/${services.config.WHATSAPP_GRAPH_VERSION}/`) !== true)
          return bytes(request, response);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ url: urlOf(own), mime_type: "image/jpeg", ...more }));
      });
      return own;
    },
    async fetchFrom(graph, note = {}) {
      const other = createTestServices(mediaFunction, database, { WHATSAPP_GRAPH_URL: graph });
      const event = await receive(randomUUID(), note);
      const outcome = await handle(event, other);
      await other.close();
      return { outcome, messageId: event.data.messageId };
    },
    async endTest() {
      services.bus.events.splice(0);
      await Promise.all(servers.splice(0).map(async (server) => new Promise((done) => server.close(done))));
    },
    async close() {
      vi.unstubAllEnvs();
      await services.close();
      await Promise.all([whatsapp.close(), storage.close()]);
      await database.drop();
    },
  };
}
