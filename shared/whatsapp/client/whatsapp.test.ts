import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bandung,
  lisbon,
  startTestServer,
  type TestServer,
} from "../../../emulators/servers/whatsapp/testing/test-server.ts";
import { bsuidOf } from "../../../emulators/servers/whatsapp/store/customer.ts";
import { classifyError } from "../rules/error-class.ts";
import { createWhatsApp } from "./whatsapp.ts";

const { phoneNumberId, accessToken } = bandung;
const access = { phoneNumberId, accessToken };
const customer = "628111222333";

function text(body: string) {
  return { type: "text", text: { body, preview_url: false } };
}

function clientOf(baseUrl: string, timeoutMs = 5_000) {
  return createWhatsApp({ baseUrl, version: "v25.0", timeoutMs });
}

async function sendTo(baseUrl: string, more: { signal?: AbortSignal; token?: string } = {}) {
  return clientOf(baseUrl).sendMessage({
    phoneNumberId,
    accessToken: more.token ?? accessToken,
    to: { phone: "+62 811-1222-333" },
    message: text("Harga rahasia 12.000"),
    callbackData: "attempt",
    signal: more.signal,
  });
}

describe("against the WhatsApp server", () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(async () => server.close());

  async function send(body: string, timeoutMs?: number) {
    const to = { phone: customer };
    return clientOf(server.url, timeoutMs).sendMessage({
      ...access,
      to,
      message: text(body),
      callbackData: "attempt-1",
    });
  }

  test("an accepted send gives the message's id and carries the attempt's", async () => {
    await server.write(customer, "Halo");
    const outcome = await send("Halo juga");
    const [sent] = await server.sends();
    expect(outcome).toEqual({ kind: "accepted", wamid: sent?.wamid, waId: customer });
    expect(sent).toMatchObject({ to: customer, callbackData: "attempt-1", body: { to: `+${customer}` } });
  });

  test("a customer without a phone number is reached by user id, and messages can quote", async () => {
    const quoted = await server.write(customer, "Masih ada?");
    const businessScopedUserId = bsuidOf(customer, bandung.wabaId);
    const outcome = await clientOf(server.url).sendMessage({
      ...access,
      to: { businessScopedUserId },
      message: text("Masih"),
      callbackData: "attempt-2",
      contextMessageId: quoted,
    });
    expect(outcome.kind).toBe("accepted");
    expect((await server.chat(customer)).at(-1)).toMatchObject({ text: "Masih", quoted: { wamid: quoted } });
  });

  test("a refusal gives Graph's code, which decides what to do", async () => {
    await server.faults({ send: { errors: [{ code: 131056 }] } });
    const outcome = await send("Halo");
    expect(outcome).toMatchObject({ kind: "refused", code: 131056, httpStatus: 400 });
    expect(outcome.kind === "refused" && classifyError(outcome).action).toBe("retry");
    expect(await server.sends()).toEqual([]);
  });

  test("another business's number is told apart from a bad parameter", async () => {
    const outcome = await clientOf(server.url).sendMessage({
      phoneNumberId: lisbon.phoneNumberId,
      accessToken,
      to: { phone: customer },
      message: text("Halo"),
      callbackData: "a",
    });
    expect(outcome).toMatchObject({ kind: "refused", code: 33 });
    expect(outcome.kind === "refused" && classifyError(outcome).action).toBe("operator");
  });

  test("a send that was accepted but never answered is unknown, not failed", async () => {
    await server.faults({ send: { timeoutAfterAccept: { times: 1 } } });
    expect(await send("Halo", 100)).toEqual({ kind: "unknown", reason: "timeout" });
    expect(await server.sends()).toHaveLength(1);
    await server.faults({ send: { timeoutAfterAccept: { times: 1 }, hangMs: 1 } });
    expect(await send("Halo")).toEqual({ kind: "unknown", reason: "connection lost" });
    expect(await server.sends()).toHaveLength(2);
  });

  test("an internal error of Graph leaves the outcome open", async () => {
    await server.faults({ send: { http500Rate: 1 } });
    const outcome = await send("Halo");
    expect(outcome).toMatchObject({ kind: "refused", code: 1, httpStatus: 500 });
    expect(outcome.kind === "refused" && classifyError(outcome).action).toBe("ambiguous");
  });

  test("reading and typing are shown to the customer", async () => {
    const messageId = await server.write(customer, "Halo");
    expect(await clientOf(server.url).markRead({ ...access, messageId, typing: true })).toEqual({
      kind: "done",
    });
    expect((await server.chat(customer))[0]?.status).toBe("read");
    const unknown = await clientOf(server.url).markRead({ ...access, messageId: "wamid.none" });
    expect(unknown).toMatchObject({ kind: "refused", code: 131009 });
  });

  test("a business number can be looked up", async () => {
    expect(await clientOf(`${server.url}/`).getPhoneNumber(access)).toEqual({
      kind: "found",
      displayPhoneNumber: bandung.displayPhoneNumber,
      verifiedName: bandung.name,
      qualityRating: "GREEN",
      throughputLevel: "COEXISTENCE",
      isUsedInApp: true,
    });
    const wrong = await clientOf(server.url).getPhoneNumber({ phoneNumberId, accessToken: "wrong" });
    expect(wrong).toMatchObject({ kind: "refused", code: 190, httpStatus: 401 });
  });
});

const servers: Server[] = [];
afterEach(async () => {
  for (const listening of servers.splice(0)) {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  }
});

async function answering(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  servers.push(listening);
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

test.each([
  [true, { level: "STANDARD" }, "COEXISTENCE"],
  [false, { level: "HIGH" }, "HIGH"],
  [undefined, { level: "STANDARD" }, "STANDARD"],
  [undefined, undefined, undefined],
])(
  "a number whose use in the phone app is %j has the throughput level %j as %s",
  async (inApp, told, level) => {
    const url = await answering((_request, response) =>
      response.end(JSON.stringify({ display_phone_number: "+62 1", is_on_biz_app: inApp, throughput: told })),
    );
    const found = await clientOf(url).getPhoneNumber(access);
    expect(found.kind === "found" ? found.throughputLevel : found).toBe(level);
  },
);

describe("when the network or Graph misbehaves", () => {
  test("a refused connection means that nothing was sent", async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await sendTo(`http://127.0.0.1:${port}`)).toEqual({ kind: "not_sent", reason: "ECONNREFUSED" });
    expect(await sendTo(`http://localhost:${port}`)).toMatchObject({ kind: "not_sent" });
  });

  test("a failed TLS handshake means that nothing was sent", async () => {
    const plain = await answering((_request, response) => response.end());
    expect(await sendTo(plain.replace("http:", "https:"))).toMatchObject({ kind: "not_sent" });
  });

  test("a call that was given up before it began was not sent, and its token is not told", async () => {
    expect(await sendTo("http://127.0.0.1:9", { signal: AbortSignal.abort() })).toMatchObject({
      kind: "not_sent",
    });
    const outcome = await sendTo("http://127.0.0.1:9", { token: "bad\ntoken" });
    expect(outcome).toEqual({ kind: "not_sent", reason: "the request cannot be built" });
  });

  test.each([
    ["a success without a message id", 200, "{}"],
    ["a success that cannot be read", 200, "<html>"],
    ["a 5xx without a code", 502, "<html>Bad gateway</html>"],
    ["a redirect", 302, ""],
    ["a request timeout", 408, ""],
  ])("%s is an unknown outcome", async (_name, status, body) => {
    const url = await answering((_request, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:9/" }).end(body);
    });
    expect((await sendTo(url)).kind).toBe("unknown");
  });

  test("a connection reset after the request was written is an unknown outcome", async () => {
    const url = await answering((request) => {
      request.resume();
      request.on("end", () => request.socket.resetAndDestroy());
    });
    expect(await sendTo(url)).toEqual({ kind: "unknown", reason: "connection lost" });
  });

  test("a 429 without a body is a refusal that may be tried again after the time it names", async () => {
    const url = await answering((_request, response) =>
      response.writeHead(429, { "retry-after": "7" }).end(),
    );
    const outcome = await sendTo(url);
    expect(outcome).toEqual({ kind: "refused", code: 429, httpStatus: 429, retryAfterMs: 7_000 });
    expect(outcome.kind === "refused" && classifyError(outcome).action).toBe("retry");
  });

  test("tokens and texts that Graph quotes are taken out", async () => {
    const url = await answering((_request, response) => {
      const details = "text 'Harga rahasia 12.000' is not allowed";
      const error = { code: 190, message: `Malformed access token ${accessToken}`, error_data: { details } };
      response.writeHead(401).end(JSON.stringify({ error: { ...error, fbtrace_id: "AbC" } }));
    });
    expect(await sendTo(url)).toEqual({
      kind: "refused",
      code: 190,
      httpStatus: 401,
      title: "Malformed access token [token]",
      details: "text '[text]' is not allowed",
      fbtraceId: "AbC",
    });
  });
});
