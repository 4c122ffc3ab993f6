import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Bucket } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, openStorage } from "../testing/storage-under-test.ts";
import type { StorageUnderTest } from "../testing/storage-under-test.ts";

const KiB = 1024;

let folder: Awaited<ReturnType<typeof makeFolder>>;
let storage: StorageUnderTest;
let bucket: Bucket;
beforeAll(async () => {
  folder = await makeFolder();
  storage = await openStorage({ dataDir: folder.path });
  [bucket] = await storage.client.createBucket("uploads");
});
afterAll(async () => {
  await storage.close();
  await folder.remove();
});

async function download(name: string): Promise<Buffer> {
  const [bytes] = await bucket.file(name).download({ validation: "crc32c" });
  return bytes;
}

async function put(
  uri: string,
  headers: Record<string, string>,
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return fetch(uri, { method: "PUT", headers, ...(body && { body }) });
}

async function start(name: string): Promise<string> {
  const [uri] = await bucket.file(name).createResumableUpload({ metadata: { contentType: "text/plain" } });
  return uri;
}

describe("the client's uploads", () => {
  const bytes = randomBytes(700 * KiB);

  test.each([
    ["in one multipart request", { resumable: false }],
    ["resumable, in one stream", { resumable: true }],
    ["resumable, in chunks", { resumable: true, chunkSize: 256 * KiB }],
    ["resumable, its size known before", { resumable: true, metadata: { contentLength: bytes.length } }],
    ["checked by MD5", { resumable: false, validation: "md5" as const }],
  ])("%s", async (name, options) => {
    await bucket.file(name).save(bytes, { ...options, contentType: "application/pdf" });
    expect((await download(name)).equals(bytes)).toBe(true);
    expect((await bucket.file(name).getMetadata())[0]).toMatchObject({ contentType: "application/pdf" });
  });

  test.each([{ resumable: false }, { resumable: true }])("an empty stream, %j", async (options) => {
    await pipeline(Readable.from([]), bucket.file("nothing").createWriteStream(options));
    expect(await download("nothing")).toHaveLength(0);
  });

  test("a resumable upload over what must not be there is refused with 412", async () => {
    await bucket.file("there").save("x");
    const saving = bucket.file("there").save("y", { preconditionOpts: { ifGenerationMatch: 0 } });
    await expect(saving).rejects.toMatchObject({ status: 412 });
    expect((await download("there")).toString()).toBe("x");
  });

  test("one upload can be left half done and finished by another client", async () => {
    const file = bucket.file("two-halves");
    const [uri] = await file.createResumableUpload();
    const half = 512 * KiB;
    const first = file.createWriteStream({
      uri,
      isPartialUpload: true,
      chunkSize: half,
    });
    await pipeline(Readable.from([bytes.subarray(0, half)]), first);
    const status = await put(uri, { "content-range": "bytes */*" });
    expect([status.status, status.headers.get("range")]).toEqual([308, `bytes=0-${half - 1}`]);

    const rest = file.createWriteStream({ uri, offset: half, validation: false });
    await pipeline(Readable.from([bytes.subarray(half)]), rest);
    expect((await download("two-halves")).equals(bytes)).toBe(true);
  });
});

describe("the resumable protocol", () => {
  const bytes = Buffer.from(randomBytes(600 * KiB));

  test("a new upload holds nothing, and says so without a range", async () => {
    const status = await put(await start("new"), { "content-range": "bytes */*" });
    expect([status.status, status.headers.get("range")]).toEqual([308, null]);
  });

  test("what arrived before the connection broke is kept, and the upload goes on from there", async () => {
    const uri = await start("broken");
    const req = request(uri, { method: "PUT", headers: { "content-range": `bytes 0-*/${bytes.length}` } });
    const broken = new Promise((resolve) => req.once("error", resolve));
    req.write(bytes.subarray(0, 300 * KiB));
    const body = join(folder.path, "bodies", new URL(uri).searchParams.get("upload_id") ?? "");
    await expect
      .poll(() =>
        stat(body).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      .toBe(300 * KiB);
    req.destroy();
    await broken;

    const status = await put(uri, { "content-range": `bytes */${bytes.length}` });
    const offset = 300 * KiB;
    expect([status.status, status.headers.get("range")]).toEqual([308, `bytes=0-${offset - 1}`]);
    const range = `bytes ${offset}-${bytes.length - 1}/${bytes.length}`;
    expect((await put(uri, { "content-range": range }, bytes.subarray(offset))).status).toBe(200);
    expect((await download("broken")).equals(bytes)).toBe(true);
  });

  test("bytes sent twice count once", async () => {
    const uri = await start("twice");
    const half = 300 * KiB;
    const first = { "content-range": `bytes 0-${half - 1}/*` };
    expect((await put(uri, first, bytes.subarray(0, half))).status).toBe(308);
    expect((await put(uri, first, bytes.subarray(0, half))).headers.get("range")).toBe(`bytes=0-${half - 1}`);
    const overlapping = { "content-range": `bytes ${half - 10}-${bytes.length - 1}/${bytes.length}` };
    expect((await put(uri, overlapping, bytes.subarray(half - 10))).status).toBe(200);
    expect((await download("twice")).equals(bytes)).toBe(true);
  });

  test("a finished upload answers again with its object", async () => {
    const uri = await start("again");
    const first = (await (await put(uri, {}, bytes)).json()) as { generation: string };
    const second = await put(uri, { "content-range": "bytes */*" });
    expect([second.status, await second.json()]).toEqual([200, first]);
  });

  test("a gap is refused, so that the client asks how far it got", async () => {
    const response = await put(
      await start("gap"),
      { "content-range": "bytes 10-19/20" },
      bytes.subarray(0, 10),
    );
    expect(response.status).toBe(503);
  });

  test("a small chunk that is not the last is refused, as the real service does", async () => {
    const response = await put(
      await start("small"),
      { "content-range": "bytes 0-9/*" },
      bytes.subarray(0, 10),
    );
    expect(response.status).toBe(400);
  });

  test("bytes that do not match the hash given are refused and leave nothing", async () => {
    const uri = await start("wrong-hash");
    expect((await put(uri, { "x-goog-hash": "md5=AAAAAAAAAAAAAAAAAAAAAA==" }, bytes)).status).toBe(400);
    expect(await bucket.file("wrong-hash").exists()).toEqual([false]);
    expect((await put(uri, { "content-range": "bytes */*" })).status).toBe(404);
  });

  test("a cancelled upload is gone", async () => {
    const uri = await start("cancelled");
    expect((await fetch(uri, { method: "DELETE" })).status).toBe(499);
    expect((await put(uri, {}, bytes)).status).toBe(404);
  });
});

test("a plain media upload", async () => {
  const response = await fetch(
    `${storage.server.url}/upload/storage/v1/b/uploads/o?uploadType=media&name=a%2Fb`,
    {
      method: "POST",
      headers: { "content-type": "text/markdown" },
      body: "# Hi",
    },
  );
  expect(await response.json()).toMatchObject({ name: "a/b", contentType: "text/markdown", size: "4" });
  expect((await download("a/b")).toString()).toBe("# Hi");
});

test.each(["", "..", "a\nb", "x".repeat(1025)])("the object name %j is refused", async (name) => {
  const query = new URLSearchParams({ uploadType: "media", name });
  const response = await fetch(`${storage.server.url}/upload/storage/v1/b/uploads/o?${query.toString()}`, {
    method: "POST",
    body: "x",
  });
  expect(response.status).toBe(400);
});
