import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";

const bytes = Buffer.from("%PDF-1.7 price list");
const auth = { authorization: `Bearer ${bandung.accessToken}` };
let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => server.close());

async function upload(file: Blob, token = bandung.accessToken): Promise<{ id: string }> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", file, "prices.pdf");
  const response = await fetch(`${server.url}/v25.0/${bandung.phoneNumberId}/media`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return (await response.json()) as { id: string };
}

async function describeMedia(id: string, query = "", token = bandung.accessToken) {
  const { status, body } = await server.call("GET", `/v25.0/${id}${query}`, undefined, token);
  return { status, body: body as { url: string; sha256: string; file_size: string; mime_type: string } };
}

test("an uploaded file comes back in two steps, each needing the token", async () => {
  const { id } = await upload(new Blob([bytes], { type: "application/pdf" }));
  const { body } = await describeMedia(id, `?phone_number_id=${bandung.phoneNumberId}`);
  expect(body).toMatchObject({
    mime_type: "application/pdf",
    file_size: String(bytes.length),
    sha256: createHash("sha256").update(bytes).digest("base64"),
  });
  expect((await fetch(body.url)).status).toBe(401);
  const download = await fetch(body.url, { headers: auth });
  expect(download.headers.get("content-type")).toBe("application/pdf");
  expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes);
});

test("another business sees neither the file nor its bytes", async () => {
  const { id } = await upload(new Blob([bytes], { type: "application/pdf" }));
  expect((await describeMedia(id, "", lisbon.accessToken)).status).toBe(400);
  expect((await describeMedia(id, `?phone_number_id=${lisbon.phoneNumberId}`)).status).toBe(400);
  const { body } = await describeMedia(id);
  const stolen = await fetch(body.url, { headers: { authorization: `Bearer ${lisbon.accessToken}` } });
  expect(stolen.status).toBe(400);
});

test("an address ends, or is refused when it was changed", async () => {
  const short = await startTestServer({ mediaUrlLifetimeMs: -1_000 });
  const { body: sent } = await short.call("POST", "/__phone/messages", {
    from: "628111",
    media: { kind: "image", mimeType: "image/png", base64: bytes.toString("base64") },
  });
  expect(sent).toHaveProperty("wamid");
  const [message] = await short.chat("628111");
  const { id } = (message?.content ?? {}) as { id?: string };
  const { body } = await short.call("GET", `/v25.0/${id}`, undefined, bandung.accessToken);
  expect((await fetch((body as { url: string }).url, { headers: auth })).status).toBe(404);
  await short.close();

  const live = await describeMedia((await upload(new Blob([bytes], { type: "application/pdf" }))).id);
  const url = new URL(live.body.url);
  url.searchParams.set("ext", "9999999999");
  expect((await fetch(url, { headers: auth })).status).toBe(404);
});

test("a deleted file is gone", async () => {
  const { id } = await upload(new Blob([bytes], { type: "application/pdf" }));
  const { body } = await describeMedia(id);
  const path = `/v25.0/${id}`;
  expect((await server.call("DELETE", path, undefined, lisbon.accessToken)).status).toBe(400);
  expect((await server.call("DELETE", path, undefined, bandung.accessToken)).body).toEqual({ success: true });
  expect((await describeMedia(id)).status).toBe(400);
  expect((await fetch(body.url, { headers: auth })).status).toBe(400);
});

test("a type that Meta does not take, and a file too large for its type, are refused", async () => {
  expect(await upload(new Blob([bytes], { type: "application/zip" }))).toMatchObject({
    error: { code: 100 },
  });
  const large = new Blob([new Uint8Array(500 * 1024 + 1)], { type: "image/webp" });
  expect(await upload(large)).toMatchObject({ error: { code: 100 } });
  expect(await upload(new Blob([bytes], { type: "application/pdf" }), "wrong")).toMatchObject({
    error: { code: 190 },
  });
});
