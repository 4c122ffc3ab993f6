import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { credentials } from "@grpc/grpc-js";
import { PubSub, v1 } from "@google-cloud/pubsub";
import { onTestFinished, vi } from "vitest";
import { startPubSub, type LocalPubSub } from "../start-pubsub.ts";

// Keeps the official client from looking for a Google machine's identity.
process.env["METADATA_SERVER_DETECTION"] = "none";

export const project = "projects/test";

export type PushBody = {
  message: { data?: string; attributes?: Record<string, string>; messageId: string; orderingKey?: string };
  subscription: string;
  deliveryAttempt?: number;
};

/** A server and the official client to it; both end with the test. */
export async function startTestPubSub(
  dataDir?: string,
  port = 0,
): Promise<{ server: LocalPubSub; pubsub: PubSub }> {
  const server = await startPubSub({ port, dataDir });
  onTestFinished(() => server.close());
  return { server, pubsub: testClient(server) };
}

export function testClient(server: { url: string }): PubSub {
  const pubsub = new PubSub({ projectId: "test", apiEndpoint: server.url, emulatorMode: true });
  onTestFinished(() => pubsub.close());
  return pubsub;
}

/** The official client's lower layer, for Pull and the deadlines that its upper layer manages by itself. */
export function testSubscriber(server: LocalPubSub): v1.SubscriberClient {
  const subscriber = new v1.SubscriberClient(clientOptions(server));
  onTestFinished(() => subscriber.close());
  return subscriber;
}

export function clientOptions({ port }: LocalPubSub) {
  return { projectId: "test", servicePath: "127.0.0.1", port, sslCreds: credentials.createInsecure() };
}

/** Waits for `check` to pass, as long as a busy machine may need. */
export async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, 20_000);
}

export type Endpoint = {
  url: string;
  port: number;
  /** What arrived so far. */
  bodies: PushBody[];
  texts(): string[];
  close(): Promise<void>;
};

/** A push endpoint; `respond` decides about each request, and may leave it without an answer. */
export async function startEndpoint(
  respond: (body: PushBody, response: ServerResponse) => void,
  port = 0,
): Promise<Endpoint> {
  const bodies: PushBody[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as PushBody;
      bodies.push(body);
      respond(body, response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  onTestFinished(close);
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${bound}/push`, port: bound, bodies, texts: () => bodies.map(text), close };
}

/** Acks everything. */
export function ack(_body: PushBody, response: ServerResponse): void {
  response.writeHead(204).end();
}

export function refuse(_body: PushBody, response: ServerResponse): void {
  response.writeHead(500).end();
}

export function text(body: PushBody): string {
  return Buffer.from(body.message.data ?? "", "base64").toString();
}
