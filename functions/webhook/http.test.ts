import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { PubSub } from "@google-cloud/pubsub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPubSub, type LocalPubSub } from "../../emulators/servers/pubsub/start-pubsub.ts";
import { topicNames } from "../../shared/contracts/topics.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";

const subscription = "projects/test/subscriptions/received";
let dataDir: string;
let pubsub: LocalPubSub;
let server: Server;
let url: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "webhook-http-"));
  pubsub = await startPubSub({ port: 0, dataDir });
  Object.assign(process.env, {
    METADATA_SERVER_DETECTION: "none",
    PUBSUB_EMULATOR_HOST: pubsub.url,
    GOOGLE_CLOUD_PROJECT: "test",
    LOG_LEVEL: "silent",
    WHATSAPP_APP_SECRETS: "test-app-secret",
    WHATSAPP_VERIFY_TOKEN: "test-verify-token",
  });
  const client = new PubSub({ projectId: "test" });
  await Promise.all(topicNames.map(async (name) => client.createTopic(name)));
  await client.topic("message.received").createSubscription("received");
  await client.topic("webhook.rejected").createSubscription("rejected");
  await client.close();
  await import("./index.ts");
  server = getTestServer("webhook") as Server;
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await pubsub.close();
  await rm(dataDir, { recursive: true });
});

async function post(text: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", "x-hub-signature-256": sign(text), ...headers },
    // Well within what Meta waits and the function may take; a hang would fail the test here.
    signal: AbortSignal.timeout(15_000),
  });
}

/** Some characters escaped, as Meta sends them: the signature is over this spelling. */
function bodyText(): string {
  const text = JSON.stringify(
    buildBody(buildEntry([buildChange({ messages: [buildTextMessage("Buka? 👋")] })])),
  );
  return text.replace("👋", "\\ud83d\\udc4b");
}

test("Pub/Sub has the message when Meta is answered 200", async () => {
  const before = pubsub.unackedCount(subscription);
  expect((await post(bodyText())).status).toBe(200);
  expect(pubsub.unackedCount(subscription)).toBe(before + 1);
});

test("many bodies at once are each answered, and none is lost", async () => {
  const before = pubsub.unackedCount(subscription);
  const answers = await Promise.all(Array.from({ length: 50 }, async () => post(bodyText())));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(pubsub.unackedCount(subscription)).toBe(before + 50);
});

test("the handshake is answered with the challenge as plain text", async () => {
  const answer = await fetch(
    `${url}?hub.mode=subscribe&hub.verify_token=test-verify-token&hub.challenge=115<b>`,
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await answer.text()).toBe("115<b>");
});

test.each([
  ["a bad signature", 401, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
  ["another token", 403, { method: "GET" }],
  ["another method", 405, { method: "PUT", body: "{}", headers: { "content-type": "application/json" } }],
  ["more than 3 MB without a signature", 401, { method: "POST", body: "x".repeat(3 * 1024 * 1024 + 1) }],
])("%s is refused with %d and a problem that tells nothing of the inside", async (_what, status, request) => {
  const answer = await fetch(url, request);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(Object.keys((await answer.json()) as object)).toEqual(["type", "title", "status", "code"]);
});

test.each(["text/plain", "application/json"])("what is no JSON, sent as %s, is kept", async (type) => {
  const before = pubsub.unackedCount("projects/test/subscriptions/rejected");
  expect((await post("{hello", { "content-type": type })).status).toBe(200);
  expect(pubsub.unackedCount("projects/test/subscriptions/rejected")).toBe(before + 1);
});

test("a signed body over 3 MB is refused before it is read whole", async () => {
  const answer = await post("x".repeat(3 * 1024 * 1024 + 1));
  expect(answer.status).toBe(413);
});

test("without Pub/Sub the answer is 503 in good time, and 200 again once it is back", async () => {
  const { port } = pubsub;
  await pubsub.close();
  const text = bodyText();
  expect((await post(text)).status).toBe(503);
  pubsub = await startPubSub({ port, dataDir });
  const before = pubsub.unackedCount(subscription);
  expect((await post(text)).status).toBe(200);
  expect(pubsub.unackedCount(subscription)).toBe(before + 1);
});
