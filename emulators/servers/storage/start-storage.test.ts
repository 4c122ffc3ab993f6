import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startStorage } from "./start-storage.ts";
import { makeFolder, openStorage } from "./testing/storage-under-test.ts";

let folder: Awaited<ReturnType<typeof makeFolder>>;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder.remove());

async function names(sub: string): Promise<string[]> {
  return readdir(join(folder.path, sub));
}

describe("with a data folder", () => {
  test("buckets, objects, metadata and notification configs survive a restart", async () => {
    const before = await openStorage({ dataDir: folder.path });
    const [bucket] = await before.client.createBucket("kept", { labels: { team: "crm" } });
    await bucket.createNotification("documents", { customAttributes: { a: "1" } });
    const file = bucket.file("a/b.txt");
    await file.save("text", { metadata: { contentType: "text/plain", metadata: { tenant: "t1" } } });
    const { generation } = file.metadata;
    await before.close();

    const after = await openStorage({ dataDir: folder.path });
    const kept = after.client.bucket("kept");
    expect((await kept.getMetadata())[0]).toMatchObject({ labels: { team: "crm" } });
    expect((await kept.getNotifications())[0].map(({ metadata }) => metadata)).toMatchObject([
      { id: "1", topic: "//pubsub.googleapis.com/projects/demo-crm/topics/documents" },
    ]);
    expect((await kept.file("a/b.txt").download()).toString()).toBe("text");
    expect((await kept.file("a/b.txt").getMetadata())[0]).toMatchObject({
      generation,
      contentType: "text/plain",
      metadata: { tenant: "t1" },
    });
    await after.close();
  });

  test("what was answered survives without a graceful close, and a resumable upload goes on", async () => {
    const before = await openStorage({ dataDir: folder.path });
    const [bucket] = await before.client.createBucket("kept");
    await bucket.file("a").save("text", { resumable: false });
    const bytes = randomBytes(512 * 1024);
    const [uri] = await bucket.file("big").createResumableUpload();
    const half = bytes.length / 2;
    await fetch(uri, {
      method: "PUT",
      headers: { "content-range": `bytes 0-${half - 1}/${bytes.length}` },
      body: bytes.subarray(0, half),
    });

    const after = await openStorage({ dataDir: folder.path });
    const kept = after.client.bucket("kept");
    expect((await kept.file("a").download()).toString()).toBe("text");
    const path = uri.slice(before.server.url.length);
    const rest = await fetch(after.server.url + path, {
      method: "PUT",
      headers: { "content-range": `bytes ${half}-${bytes.length - 1}/${bytes.length}` },
      body: bytes.subarray(half),
    });
    expect(rest.status).toBe(200);
    expect((await kept.file("big").download())[0].equals(bytes)).toBe(true);
    await after.close();
    await before.close();
  });

  test("no file is named after an object, and bodies of deleted objects are removed", async () => {
    const storage = await openStorage({ dataDir: folder.path });
    const [bucket] = await storage.client.createBucket("names");
    await bucket.file("../../escape.txt").save("1", { resumable: false });
    await bucket.file("../../escape.txt").save("2", { resumable: false });
    await expect.poll(() => names("bodies")).toHaveLength(1);
    expect(await names("objects")).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
    expect(existsSync(join(folder.path, "..", "escape.txt"))).toBe(false);
    await bucket.deleteFiles();
    await expect.poll(() => names("bodies")).toEqual([]);
    expect(await names("objects")).toEqual([]);
    await storage.close();
  });
});

test("without a data folder nothing is known after a restart", async () => {
  const before = await openStorage();
  await before.client.createBucket("gone");
  await before.close();
  const after = await openStorage();
  expect(await after.client.bucket("gone").exists()).toEqual([false]);
  await after.close();
});

test("a taken port is refused with EADDRINUSE", async () => {
  const first = await openStorage();
  const second = startStorage({ port: first.server.port, projectId: "demo-crm" });
  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  await first.close();
});
