import { readFile } from "node:fs/promises";
import { Storage } from "@google-cloud/storage";
import type { Bucket, GetSignedUrlConfig } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSigningStorage } from "../testing/storage-under-test.ts";
import { loadSigningKey } from "./signing-key.ts";

let storage: Awaited<ReturnType<typeof openSigningStorage>>;
let bucket: Bucket;
beforeAll(async () => {
  storage = await openSigningStorage();
  await storage.client.createBucket("signed");
  const signer = await clientOf(storage.signing.keyFile);
  bucket = signer.bucket("signed");
});
afterAll(() => storage.close());

async function clientOf(keyFile: string): Promise<Storage> {
  const credentials = JSON.parse(await readFile(keyFile, "utf8")) as { client_email: string };
  return new Storage({ projectId: "demo-crm", apiEndpoint: storage.server.url, credentials });
}

type Action = Pick<GetSignedUrlConfig, "action"> & Partial<GetSignedUrlConfig>;

async function sign(name: string, config: Action): Promise<string> {
  const [url] = await bucket
    .file(name)
    .getSignedUrl({ version: "v4", expires: Date.now() + 60_000, ...config });
  return url;
}

/** The word for what is wrong. */
async function reasonOf(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
}

function cutSignature(url: URL): void {
  url.searchParams.set("X-Goog-Signature", url.searchParams.get("X-Goog-Signature")?.slice(0, -2) ?? "");
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
    const accessibleAt = Date.now() - 3_600_000;
    const url = await sign("late", { action: "write", accessibleAt, expires: Date.now() + 900 });
    await expect.poll(async () => reasonOf(await fetch(url)), { timeout: 5_000 }).toBe("ExpiredToken");
  });

  test.each<[string, (url: URL) => void]>([
    ["whose time was lengthened", (url) => url.searchParams.set("X-Goog-Expires", "600000")],
    ["of another object", (url) => (url.pathname = url.pathname.replace("mine", "yours"))],
    ["of another bucket", (url) => (url.pathname = url.pathname.replace("/signed/", "/other/"))],
    ["to which a parameter was added", (url) => url.searchParams.set("response-content-type", "text/html")],
    ["from which a parameter was taken", (url) => url.searchParams.delete("response-content-disposition")],
    ["whose host is not signed", (url) => url.searchParams.set("X-Goog-SignedHeaders", "accept")],
    ["whose signature is cut", (url) => cutSignature(url)],
  ])("a URL %s", async (_what, change) => {
    const files = storage.client.bucket("signed");
    await Promise.all(
      ["mine", "yours"].map(async (name) => files.file(name).save("x", { resumable: false })),
    );
    const url = new URL(await sign("mine", { action: "read", promptSaveAs: "a.txt" }));
    expect((await fetch(url)).status).toBe(200);
    change(url);
    expect(await reasonOf(await fetch(url))).toBe("SignatureDoesNotMatch");
  });

  test("a URL that was signed for another method", async () => {
    const url = await sign("read-only", { action: "read" });
    expect(await reasonOf(await fetch(url, { method: "PUT", body: "x" }))).toBe("SignatureDoesNotMatch");
    expect(await reasonOf(await fetch(url, { method: "DELETE" }))).toBe("SignatureDoesNotMatch");
    expect(await storage.client.bucket("signed").file("read-only").exists()).toEqual([false]);
  });

  test("a URL that somebody else signed, also in our name", async () => {
    const signing = await loadSigningKey(undefined, "stranger");
    const stranger = await clientOf(signing.keyFile);
    const expires = Date.now() + 60_000;
    const [theirs] = await stranger.bucket("signed").file("a").getSignedUrl({
      version: "v4",
      action: "read",
      expires,
    });
    expect(await reasonOf(await fetch(theirs))).toBe("AccessDenied");
    const inOurName = theirs.replace("stranger.iam", "demo-crm.iam");
    expect(await reasonOf(await fetch(inOurName))).toBe("SignatureDoesNotMatch");
    await signing.close();
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
