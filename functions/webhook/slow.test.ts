import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sign } from "../../shared/testing/webhook-body.ts";

let server: Server;
let port: number;

beforeAll(async () => {
  Object.assign(process.env, {
    GOOGLE_CLOUD_PROJECT: "test",
    LOG_LEVEL: "silent",
    WHATSAPP_APP_SECRETS: "test-app-secret",
    WHATSAPP_VERIFY_TOKEN: "test-verify-token",
  });
  await import("./index.ts");
  server = getTestServer("webhook") as Server;
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

/** Sends a head that promises a body, and a first byte of it. Resolves to all that was answered until the connection ended. */
async function promiseBody(
  head: string,
  address: string,
): Promise<{ answer: Promise<string>; socket: Socket }> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString()));
  socket.on("error", () => {});
  const answer = once(socket, "close").then(() => text);
  const lines = ["POST / HTTP/1.1", "Host: x", `X-Forwarded-For: ${address}`, "Content-Length: 100", head];
  socket.write(`${lines.filter((line) => line !== "").join("\r\n")}\r\n\r\n{`);
  return { answer, socket };
}

test.each([
  ["missing", ""],
  ["of another form", "X-Hub-Signature-256: sha256=zz"],
  ["of the old form", "X-Hub-Signature: sha1=0123456789012345678901234567890123456789"],
])("with a signature that is %s nobody waits for the body", async (_what, head) => {
  const { answer } = await promiseBody(head, "192.0.2.1");
  expect(await answer).toMatch(/^HTTP\/1.1 401 [^]*connection: close/i);
});

test("a body that does not come is waited for ten seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { answer, socket } = await promiseBody(`X-Hub-Signature-256: ${sign("{}")}`, "192.0.2.2");
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    vi.advanceTimersByTime(9_999);
    socket.write(" ");
    vi.advanceTimersByTime(1);
    expect(await answer).toMatch(/^HTTP\/1.1 408 [^]*connection: close/i);
  } finally {
    vi.useRealTimers();
  }
});

test("an address that only fails is refused before its body is read; nobody else is", async () => {
  const forged = { "x-hub-signature-256": sign("other"), "x-forwarded-for": "2001:db8::1" };
  const post = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}", headers })).status;
  for (let round = 0; round < 60; round += 1) expect(await post(forged)).toBe(401);
  const sameNetwork = { ...forged, "x-forwarded-for": "2001:db8::2" };
  const statuses = [await post(sameNetwork), await post(sameNetwork), await post(sameNetwork)];
  expect(statuses).toContain(429);
  expect(await post({ ...forged, "x-forwarded-for": "2001:db8:0:1::1" })).toBe(401);
});
