import { generateKeyPairSync } from "node:crypto";
import { Storage } from "@google-cloud/storage";
import type { Bucket, GetSignedUrlConfig } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStorage } from "../testing/storage-under-test.ts";
import type { StorageUnderTest } from "../testing/storage-under-test.ts";

let storage: StorageUnderTest;
let bucket: Bucket;
beforeAll(async () => {
  storage = await openStorage();
  await storage.client.createBucket("signed");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const signer = new Storage({
    projectId: "demo-crm",
    apiEndpoint: storage.server.url,
    credentials: { client_email: "robot@demo-crm.iam.gserviceaccount.com", private_key: privateKey },
  });
  bucket = signer.bucket("signed");
});
afterAll(() => storage.close());

type Action = Pick<GetSignedUrlConfig, "action"> & Partial<GetSignedUrlConfig>;

async function sign(name: string, config: Action): Promise<string> {
  const [url] = await bucket
    .file(name)
    .getSignedUrl({ version: "v4", expires: Date.now() + 60_000, ...config });
  return url;
}

async function stored(name: string): Promise<string> {
  return (await storage.client.bucket("signed").file(name).download()).toString();
}

test("a signed PUT stores the object with its type and metadata, a signed GET reads it", async () => {
  const name = "tenants/t 1/ü.txt";
  const url = await sign(name, { action: "write", contentType: "text/plain" });
  const put = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "text/plain", "x-goog-meta-tenant": "t1" },
    body: "hello",
  });
  expect([put.status, put.headers.get("x-goog-hash")]).toEqual([200, expect.stringContaining("crc32c=")]);
  expect((await storage.client.bucket("signed").file(name).getMetadata())[0]).toMatchObject({
    contentType: "text/plain",
    metadata: { tenant: "t1" },
  });

  const get = await fetch(
    await sign(name, { action: "read", promptSaveAs: "a.txt", responseType: "text/css" }),
  );
  expect(await get.text()).toBe("hello");
  expect(get.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
  expect(get.headers.get("content-type")).toBe("text/css");
});

test("a signed resumable start gives a session that takes chunks without a signature", async () => {
  const url = await sign("big file", { action: "resumable", contentType: "application/pdf" });
  const start = await fetch(url, {
    method: "POST",
    headers: { "x-goog-resumable": "start", "content-type": "application/pdf" },
  });
  expect(start.status).toBe(201);
  const session = start.headers.get("location") ?? "";
  const [first, last] = ["a".repeat(256 * 1024), "the end"];
  const total = first.length + last.length;

  const chunk = {
    method: "PUT",
    headers: { "content-range": `bytes 0-${first.length - 1}/${total}` },
    body: first,
  };
  const half = await fetch(session, chunk);
  expect([half.status, half.headers.get("range")]).toEqual([308, `bytes=0-${first.length - 1}`]);
  const rest = { "content-range": `bytes ${first.length}-${total - 1}/${total}` };
  expect((await fetch(session, { method: "PUT", headers: rest, body: last })).status).toBe(200);
  expect(await stored("big file")).toBe(first + last);
  const elsewhere = session.replace("big%20file", "other");
  expect((await fetch(elsewhere, { method: "PUT", body: "x" })).status).toBe(404);
});

test("a signed DELETE deletes", async () => {
  await storage.client.bucket("signed").file("gone").save("x", { resumable: false });
  expect((await fetch(await sign("gone", { action: "delete" }), { method: "DELETE" })).status).toBe(204);
  expect(await storage.client.bucket("signed").file("gone").exists()).toEqual([false]);
});

describe("refused is", () => {
  test("a URL past its time", async () => {
    const url = new URL(await sign("late", { action: "write" }));
    url.searchParams.set("X-Goog-Date", "20200101T000000Z");
    const response = await fetch(url, { method: "PUT", body: "x" });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("ExpiredToken")]);
  });

  test("a request without the content type that was signed", async () => {
    const url = await sign("untyped", { action: "write", contentType: "text/plain" });
    const response = await fetch(url, { method: "PUT", body: Buffer.from("x") });
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining("SignatureDoesNotMatch"),
    ]);
  });

  test("a path that is not signed", async () => {
    await storage.client.bucket("signed").file("secret").save("x", { resumable: false });
    expect((await fetch(`${storage.server.url}/signed/secret`)).status).toBe(403);
  });

  test("a body larger than the URL's maker allows", async () => {
    const limit = { "x-goog-content-length-range": "0,3" };
    const url = await sign("limited", { action: "write", extensionHeaders: limit });
    expect((await fetch(url, { method: "PUT", headers: limit, body: "four" })).status).toBe(400);
    expect(await storage.client.bucket("signed").file("limited").exists()).toEqual([false]);
    expect((await fetch(url, { method: "PUT", headers: limit, body: "3by" })).status).toBe(200);
  });

  test("an object that is not there, as 404", async () => {
    const response = await fetch(await sign("missing", { action: "read" }));
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("NoSuchKey")]);
  });
});

async function preflight(url: string, origin: string, method: string): Promise<Headers> {
  const headers = {
    origin,
    "access-control-request-method": method,
    "access-control-request-headers": "content-type,x-goog-resumable",
  };
  return (await fetch(url, { method: "OPTIONS", headers })).headers;
}

describe("a browser", () => {
  test("may use a signed URL of a bucket without cors setting, and see where to go on", async () => {
    const url = await sign("cors", { action: "resumable" });
    const headers = await preflight(url, "http://localhost:5000", "POST");
    expect(headers.get("access-control-allow-origin")).toBe("http://localhost:5000");
    expect(headers.get("access-control-allow-methods")).toBe("POST");
    expect(headers.get("access-control-allow-headers")).toBe("content-type,x-goog-resumable");
    const start = await fetch(url, {
      method: "POST",
      headers: { origin: "http://localhost:5000", "x-goog-resumable": "start" },
    });
    expect(start.headers.get("access-control-expose-headers")).toContain("Location");
  });

  test("is held to the bucket's cors setting when there is one", async () => {
    const [strict] = await storage.client.createBucket("strict", {
      cors: [{ origin: ["https://crm.example"], method: ["PUT"], responseHeader: ["Content-Type"] }],
    });
    const url = `${storage.server.url}/${strict.name}/a`;
    const allowed = await preflight(url, "https://crm.example", "PUT");
    expect(allowed.get("access-control-allow-origin")).toBe("https://crm.example");
    expect(allowed.get("access-control-allow-headers")).toBe("content-type");
    const otherOrigin = await preflight(url, "https://evil.example", "PUT");
    expect(otherOrigin.get("access-control-allow-origin")).toBeNull();
    const otherMethod = await preflight(url, "https://crm.example", "DELETE");
    expect(otherMethod.get("access-control-allow-origin")).toBeNull();
  });
});
