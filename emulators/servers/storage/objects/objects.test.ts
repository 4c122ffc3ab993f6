import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import type { Bucket, File, GetFilesOptions } from "@google-cloud/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStorage } from "../testing/storage-under-test.ts";
import type { StorageUnderTest } from "../testing/storage-under-test.ts";

let storage: StorageUnderTest;
let bucket: Bucket;
beforeAll(async () => {
  storage = await openStorage();
  [bucket] = await storage.client.createBucket("objects");
});
afterAll(() => storage.close());

test("an object comes back with its bytes, type, custom metadata and true hashes", async () => {
  const file = bucket.file("hello.txt");
  await file.save("hello world", {
    resumable: false,
    metadata: { contentType: "text/plain", cacheControl: "no-store", metadata: { tenant: "t-1" } },
  });
  const [metadata] = await bucket.file("hello.txt").getMetadata();
  expect(metadata).toMatchObject({
    name: "hello.txt",
    bucket: "objects",
    contentType: "text/plain",
    cacheControl: "no-store",
    metadata: { tenant: "t-1" },
    size: "11",
    md5Hash: createHash("md5").update("hello world").digest("base64"),
    crc32c: "yZRlqg==",
    metageneration: "1",
  });
  expect((await file.download({ validation: "md5" })).toString()).toBe("hello world");
});

test.each(["a/b c/ü.pdf", "../../../etc/passwd", "日本語/😀?x=1&y#z%20", ".hidden", "b/x/o/y", "a//b/"])(
  "the name %j is only a name",
  async (name) => {
    await bucket.file(name).save(name, { resumable: false });
    expect((await bucket.file(name).download()).toString()).toBe(name);
    const [files] = await bucket.getFiles({ prefix: name });
    expect(files.map((file) => file.name)).toEqual([name]);
    await bucket.file(name).delete();
    expect(await bucket.file(name).exists()).toEqual([false]);
  },
);

test("an empty object is an object", async () => {
  await bucket.file("empty").save("", { resumable: false });
  expect((await bucket.file("empty").download())[0]).toHaveLength(0);
});

test("a part of an object can be read", async () => {
  await bucket.file("digits").save("0123456789", { resumable: false });
  const read = (range: { start?: number; end?: number }) =>
    buffer(bucket.file("digits").createReadStream(range)).then(String);
  expect(await read({ start: 2, end: 4 })).toBe("234");
  expect(await read({ start: 8 })).toBe("89");
  expect(await read({ end: -3 })).toBe("789");
  await expect(read({ start: 10 })).rejects.toMatchObject({ code: 416 });
});

describe("an object stored with gzip encoding", () => {
  test("is unpacked by the client, which asks for gzip", async () => {
    await bucket.file("zip").save("unpacked", { resumable: false, gzip: true });
    expect((await bucket.file("zip").download()).toString()).toBe("unpacked");
    const [raw] = await bucket.file("zip").download({ decompress: false });
    expect(raw.subarray(0, 2)).toEqual(gzipSync("").subarray(0, 2));
  });

  test("is unpacked here for whoever does not accept gzip", async () => {
    await bucket.file("zip").save("unpacked", { resumable: false, gzip: true });
    const response = await fetch(`${storage.server.url}/b/objects/o/zip?alt=media`, {
      headers: { "accept-encoding": "identity" },
    });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe("unpacked");
  });
});

test("a patch merges metadata and raises the metageneration only", async () => {
  const file = bucket.file("patched");
  await file.save("x", { resumable: false, metadata: { metadata: { keep: "1", drop: "2" } } });
  const { generation } = file.metadata;
  await file.setMetadata({ contentType: "text/css", metadata: { drop: null, add: "3" } });
  expect((await file.getMetadata())[0]).toMatchObject({
    contentType: "text/css",
    metadata: { keep: "1", add: "3" },
    generation,
    metageneration: "2",
  });
  await expect(file.setMetadata({ contentType: "a/b" }, { ifMetagenerationMatch: 1 })).rejects.toMatchObject({
    code: 412,
  });
});

test("of writers who all demand that nothing be there, one succeeds", async () => {
  const outcomes = await Promise.allSettled(
    ["a", "b", "c", "d"].map((text) =>
      bucket.file("once").save(text, { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }),
    ),
  );
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused.map(({ reason }) => (reason as { code: number }).code)).toEqual([412, 412, 412]);
});

test("an overwrite raises the generation, and the old one is gone", async () => {
  const file = bucket.file("versions");
  await file.save("old", { resumable: false });
  const old = Number(file.metadata.generation);
  await file.save("new", { resumable: false });
  expect(Number(file.metadata.generation)).toBeGreaterThan(old);
  expect((await file.download()).toString()).toBe("new");
  await expect(bucket.file("versions", { generation: old }).download()).rejects.toMatchObject({ code: 404 });
  await expect(file.delete({ ifGenerationMatch: old })).rejects.toMatchObject({ code: 412 });
});

describe("a copy", () => {
  test("keeps content and metadata, or takes new metadata", async () => {
    await bucket.file("source").save("bytes", {
      resumable: false,
      metadata: { contentType: "text/plain", metadata: { a: "1" } },
    });
    const [other] = await storage.client.createBucket("copies");
    await bucket.file("source").copy(other.file("same/name"));
    await bucket
      .file("source")
      .copy(other.file("changed"), { contentType: "text/css", metadata: { b: "2" } });
    expect((await other.file("same/name").download()).toString()).toBe("bytes");
    expect((await other.file("same/name").getMetadata())[0]).toMatchObject({
      contentType: "text/plain",
      metadata: { a: "1" },
    });
    expect((await other.file("changed").getMetadata())[0]).toMatchObject({
      contentType: "text/css",
      metadata: { b: "2" },
    });
  });

  test("outlives its source", async () => {
    await bucket.file("from").save("bytes", { resumable: false });
    await bucket.file("from").move("to");
    expect(await bucket.file("from").exists()).toEqual([false]);
    expect((await bucket.file("to").download()).toString()).toBe("bytes");
  });

  test("onto what is there is refused when nothing was to be there", async () => {
    await bucket.file("x").save("x", { resumable: false });
    await bucket.file("y").save("y", { resumable: false });
    const copying = bucket.file("x").copy(bucket.file("y"), { preconditionOpts: { ifGenerationMatch: 0 } });
    await expect(copying).rejects.toMatchObject({ code: 412 });
    expect((await bucket.file("y").download()).toString()).toBe("y");
  });
});

test("listing folds by delimiter and pages", async () => {
  const [folder] = await storage.client.createBucket("listing");
  for (const name of ["t1/a", "t1/b", "t2/a", "z"]) await folder.file(name).save("", { resumable: false });
  const [files, , response] = await folder.getFiles({ delimiter: "/", autoPaginate: false });
  expect(files.map(({ name }) => name)).toEqual(["z"]);
  expect(response).toMatchObject({ prefixes: ["t1/", "t2/"] });

  const pages: string[][] = [];
  let query: GetFilesOptions | null = { maxResults: 3, autoPaginate: false };
  while (query) {
    const [page, next] = (await folder.getFiles(query)) as [File[], GetFilesOptions | null, unknown];
    pages.push(page.map(({ name }) => name));
    query = next;
  }
  expect(pages).toEqual([["t1/a", "t1/b", "t2/a"], ["z"]]);
});

test("what is not there is a 404", async () => {
  const missing = bucket.file("missing");
  await expect(missing.download()).rejects.toMatchObject({
    code: 404,
    message: "No such object: objects/missing",
  });
  await expect(missing.getMetadata()).rejects.toMatchObject({ code: 404 });
  await expect(missing.delete()).rejects.toMatchObject({ code: 404 });
  await missing.delete({ ignoreNotFound: true });
});

test("what this server lacks is a clear 501", async () => {
  await bucket.file("public").save("x", { resumable: false });
  await expect(bucket.file("public").makePublic()).rejects.toMatchObject({
    code: 501,
    message: expect.stringContaining("The local storage server does not have POST /b/objects/o/public/acl"),
  });
});
