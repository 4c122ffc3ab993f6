import { once } from "node:events";
import { connect } from "node:net";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testSecretsKey } from "../testing/services.ts";
import { type FetchHandler, onFetch, type Peer } from "./on-fetch.ts";
import { compose } from "./services.ts";

let server: Server;
let url: string;
let handle: FetchHandler = async () => Promise.resolve(new Response());

beforeAll(async () => {
  for (const [name, value] of Object.entries({
    GOOGLE_CLOUD_PROJECT: "test",
    DATABASE_URL: "postgres://none",
    PLATFORM_DATABASE_URL: "postgres://none",
    SECRETS_KEY: testSecretsKey,
    FIREBASE_PROJECT_ID: "test",
    OPENAI_API_KEY: "none",
    QDRANT_URL: "http://127.0.0.1:1",
    DOCUMENTS_BUCKET: "none",
    MEDIA_BUCKET: "none",
    MAIL_URL: "file:///none",
  })) {
    vi.stubEnv(name, value);
  }
  onFetch(compose("api", {}), ["/api"], () => async (request, peer) => handle(request, peer));
  vi.unstubAllEnvs();
  server = getTestServer("api") as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test("the request comes as it was sent: method, path, query, headers and every byte", async () => {
  let seen: { request: Request; bytes: Uint8Array; peer: Peer } | undefined;
  handle = async (request, peer) => {
    seen = { request, bytes: await request.bytes(), peer };
    return new Response("done", { status: 201, headers: { "x-answer": "yes" } });
  };
  const body = Buffer.from('{"text":"Halo 👋"}');
  const response = await fetch(`${url}/api/v1/things?a=1&a=2`, {
    method: "PUT",
    body,
    headers: { "content-type": "application/json", "if-match": '"3"' },
  });
  expect([response.status, response.headers.get("x-answer"), await response.text()]).toEqual([
    201,
    "yes",
    "done",
  ]);
  const { pathname, search } = new URL(seen?.request.url ?? "");
  expect([seen?.request.method, pathname, search]).toEqual(["PUT", "/api/v1/things", "?a=1&a=2"]);
  expect(seen?.request.headers.get("if-match")).toBe('"3"');
  expect(Buffer.from(seen?.bytes ?? [])).toEqual(body);
  expect(seen?.peer.address).toContain("127.0.0.1");
});

test.each([
  ["that is not JSON though it says so", { "content-type": "application/json" }, "{"],
  ["of an unknown charset", { "content-type": "application/json; charset=klingon" }, "{}"],
  [
    "that says it is packed and is not",
    { "content-type": "application/json", "content-encoding": "gzip" },
    "{}",
  ],
  ["of no type", {}, "{}"],
])("a body %s reaches the handler, not a page of the framework's", async (_what, headers, body) => {
  handle = async (request) => new Response(await request.text());
  const response = await fetch(`${url}/api/x`, { method: "POST", body: Buffer.from(body), headers });
  expect([response.status, await response.text()]).toEqual([200, body]);
});

test("a body outside the handler's paths comes as the framework read it", async () => {
  handle = async (request) => new Response(await request.text());
  const response = await fetch(`${url}/elsewhere`, {
    method: "POST",
    body: '{"a":1}',
    headers: { "content-type": "application/json" },
  });
  expect(await response.text()).toBe('{"a":1}');
});

test("a body is read as it comes, so that one that is too long is refused before its end", async () => {
  handle = async (request) => {
    for await (const chunk of request.body ?? []) return new Response(`${chunk.length > 0}`, { status: 413 });
    return new Response("nothing came");
  };
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nonly the beginning");
  const [data] = (await once(socket, "data")) as [Buffer];
  expect(data.toString()).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test("an answer is sent as it comes", async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>();
  handle = async () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(encoder.encode("first"));
        await release;
        controller.enqueue(encoder.encode(" second"));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body));
  };
  const response = await fetch(`${url}/api/x`);
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
  resolve();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(" second");
});

test("the request's signal aborts when the client goes away", async () => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  handle = async (request) => {
    request.signal.addEventListener("abort", () => resolve());
    arrive();
    await aborted;
    return new Response("too late");
  };
  const leaving = new AbortController();
  const asked = fetch(`${url}/api/x`, { signal: leaving.signal });
  await arrived;
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await aborted;
});

test("several cookies stay several", async () => {
  handle = async () => {
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]);
    return Promise.resolve(new Response(null, { status: 204, headers }));
  };
  const response = await fetch(`${url}/api/x`);
  expect([response.status, response.headers.getSetCookie()]).toEqual([204, ["a=1", "b=2"]]);
});

test("a path cannot name another host", async () => {
  handle = async (request) => Promise.resolve(new Response(request.url));
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET //evil.example/api HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toContain("http://function.invalid//evil.example/api");
});

test("a handler that breaks ends the connection, not the process", async () => {
  handle = async () => Promise.reject(new Error("bug"));
  await expect(fetch(`${url}/api/x`)).rejects.toThrow();
  handle = async () => Promise.resolve(new Response("alive"));
  expect(await (await fetch(`${url}/api/x`)).text()).toBe("alive");
});
