import { Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStorage } from "../testing/storage-under-test.ts";
import type { StorageUnderTest } from "../testing/storage-under-test.ts";

let storage: StorageUnderTest;
beforeAll(async () => {
  storage = await openStorage();
});
afterAll(() => storage.close());

test("a bucket can be made, found, listed and deleted", async () => {
  const [bucket] = await storage.client.createBucket("made-and-gone");
  expect(await bucket.exists()).toEqual([true]);
  expect((await storage.client.getBuckets())[0].map(({ name }) => name)).toContain("made-and-gone");
  await bucket.delete();
  expect(await bucket.exists()).toEqual([false]);
});

test("a bucket's cors, lifecycle and labels are kept and merged", async () => {
  const lifecycle = { rule: [{ action: { type: "Delete" as const }, condition: { age: 30 } }] };
  const [bucket] = await storage.client.createBucket("settings", { labels: { team: "crm" } });
  await bucket.setCorsConfiguration([
    { origin: ["https://crm.example"], method: ["PUT"], maxAgeSeconds: 60 },
  ]);
  await bucket.setMetadata({ lifecycle });
  await bucket.setLabels({ env: "local" });
  await bucket.deleteLabels("team");
  const [metadata] = await bucket.getMetadata();
  expect(metadata).toMatchObject({
    cors: [{ origin: ["https://crm.example"], method: ["PUT"], maxAgeSeconds: 60 }],
    lifecycle,
    labels: { env: "local" },
    metageneration: "5",
  });
  expect(metadata.labels).not.toHaveProperty("team");
});

test("a patch on another metageneration is refused with 412", async () => {
  const [bucket] = await storage.client.createBucket("guarded");
  await expect(bucket.setMetadata({ labels: {} }, { ifMetagenerationMatch: 9 })).rejects.toMatchObject({
    code: 412,
  });
});

test("buckets are listed page by page", async () => {
  for (const name of ["page-a", "page-b", "page-c"]) await storage.client.createBucket(name);
  const [first, next] = await storage.client.getBuckets({
    prefix: "page-",
    maxResults: 2,
    autoPaginate: false,
  });
  const [second] = await storage.client.getBuckets({ ...next, autoPaginate: false });
  expect([...first, ...second].map(({ name }) => name)).toEqual(["page-a", "page-b", "page-c"]);
});

test("a bucket of the same name is refused with 409, a bad name with 400, an unknown one is 404", async () => {
  await storage.client.createBucket("taken");
  await expect(storage.client.createBucket("taken")).rejects.toMatchObject({ code: 409 });
  await expect(storage.client.createBucket("../up")).rejects.toMatchObject({ code: 400 });
  await expect(storage.client.bucket("nowhere").getMetadata()).rejects.toMatchObject({ code: 404 });
  await expect(storage.client.bucket("nowhere").file("a").save("x")).rejects.toMatchObject({ code: 404 });
});

test("a bucket with objects is not deleted", async () => {
  const [bucket] = await storage.client.createBucket("full");
  await bucket.file("a").save("x", { resumable: false });
  await expect(bucket.delete()).rejects.toMatchObject({ code: 409 });
  await bucket.deleteFiles();
  await bucket.delete();
});

test("a client with apiEndpoint works as one with the variable does", async () => {
  const client = new Storage({ projectId: "demo-crm", apiEndpoint: storage.server.url });
  const [bucket] = await client.createBucket("by-endpoint");
  await bucket.file("a").save("text", { resumable: false });
  expect((await bucket.file("a").download()).toString()).toBe("text");
});
