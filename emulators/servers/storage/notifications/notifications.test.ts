import type { Bucket } from "@google-cloud/storage";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFakePublisher } from "../testing/fake-publisher.ts";
import type { FakePublisher } from "../testing/fake-publisher.ts";
import { makeFolder, openStorage } from "../testing/storage-under-test.ts";
import type { StorageUnderTest } from "../testing/storage-under-test.ts";

const topic = "projects/demo-crm/topics/document-uploaded";

let pubsub: FakePublisher;
let storage: StorageUnderTest;
let bucket: Bucket;

beforeEach(async () => {
  pubsub = await startFakePublisher();
  storage = await openStorage({ pubsubHost: pubsub.host });
  [bucket] = await storage.client.createBucket("docs");
});
afterEach(async () => {
  await storage.close();
  pubsub.stop();
});

async function eventsOf(name: string, count: number): Promise<FakePublisher["published"]> {
  const events = () => pubsub.published.filter(({ attributes }) => attributes["objectId"] === name);
  await expect.poll(events, { timeout: 10_000 }).toHaveLength(count);
  return events();
}

async function save(name: string, text = "text"): Promise<void> {
  await bucket.file(name).save(text, { resumable: false });
}

test("an upload publishes the object's resource with the real attributes", async () => {
  const [notification] = await bucket.createNotification(topic, {
    eventTypes: ["OBJECT_FINALIZE"],
    objectNamePrefix: "tenants/",
    customAttributes: { stage: "local" },
  });
  await save("other/a.pdf");
  await save("tenants/t1/a.pdf");
  const [event] = await eventsOf("tenants/t1/a.pdf", 1);
  const { generation } = (await bucket.file("tenants/t1/a.pdf").getMetadata())[0];

  expect(event?.topic).toBe(topic);
  expect(event?.attributes).toEqual({
    notificationConfig: `projects/_/buckets/docs/notificationConfigs/${notification.id}`,
    eventType: "OBJECT_FINALIZE",
    payloadFormat: "JSON_API_V1",
    bucketId: "docs",
    objectId: "tenants/t1/a.pdf",
    objectGeneration: generation,
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    stage: "local",
  });
  expect(JSON.parse(event?.data ?? "")).toMatchObject({
    kind: "storage#object",
    bucket: "docs",
    name: "tenants/t1/a.pdf",
    generation,
    size: "4",
  });
  expect(pubsub.published).toHaveLength(1);
});

test("an overwrite tells of the new object and of the end of the old", async () => {
  await bucket.createNotification(topic);
  await save("a");
  const [first] = await eventsOf("a", 1);
  await save("a", "again");
  const [, ...two] = await eventsOf("a", 3);
  const finalized = two.find(({ attributes }) => attributes["eventType"] === "OBJECT_FINALIZE");
  const deleted = two.find(({ attributes }) => attributes["eventType"] === "OBJECT_DELETE");
  expect(finalized?.attributes["overwroteGeneration"]).toBe(first?.attributes["objectGeneration"]);
  expect(deleted?.attributes["overwrittenByGeneration"]).toBe(finalized?.attributes["objectGeneration"]);
  expect(deleted?.attributes["objectGeneration"]).toBe(first?.attributes["objectGeneration"]);
});

test("a metadata change and a delete are told too, without data when none is wanted", async () => {
  await bucket.createNotification(topic, {
    eventTypes: ["OBJECT_METADATA_UPDATE", "OBJECT_DELETE"],
    payloadFormat: "NONE",
  });
  await save("a");
  await bucket.file("a").setMetadata({ contentType: "text/css" });
  await bucket.file("a").delete();
  const events = await eventsOf("a", 2);
  expect(new Map(events.map(({ attributes, data }) => [attributes["eventType"], data]))).toEqual(
    new Map([
      ["OBJECT_DELETE", ""],
      ["OBJECT_METADATA_UPDATE", ""],
    ]),
  );
});

test("configs can be listed and deleted; a deleted one tells nothing more, and its id is not given again", async () => {
  const [first] = await bucket.createNotification(topic);
  const [second] = await bucket.createNotification(`${topic}-2`);
  expect((await bucket.getNotifications())[0].map(({ metadata }) => metadata.topic)).toEqual([
    `//pubsub.googleapis.com/${topic}`,
    `//pubsub.googleapis.com/${topic}-2`,
  ]);
  await second.delete();
  expect(await second.exists()).toEqual([false]);
  await save("a");
  await eventsOf("a", 1);
  const [third] = await bucket.createNotification(`${topic}-2`);
  expect([first.id, second.id, third.id]).toEqual(["1", "2", "3"]);
});

test("a topic that is not there yet holds up no other, and gets its messages once it is", async () => {
  pubsub.missing.add(`${topic}-late`);
  await bucket.createNotification(`${topic}-late`);
  await bucket.createNotification(topic);
  await save("a");
  expect((await eventsOf("a", 1))[0]?.topic).toBe(topic);
  pubsub.missing.clear();
  expect((await eventsOf("a", 2))[1]?.topic).toBe(`${topic}-late`);
});

describe("when Pub/Sub is down", () => {
  test("messages are published when it comes back", async () => {
    await bucket.createNotification(topic);
    pubsub.stop();
    for (const name of ["a", "b", "c"]) await save(name);
    pubsub = await startFakePublisher(pubsub.port);
    for (const name of ["a", "b", "c"]) await eventsOf(name, 1);
  });

  test("messages outlive a restart of this server", async () => {
    const folder = await makeFolder();
    await storage.close();
    storage = await openStorage({ pubsubHost: pubsub.host, dataDir: folder.path });
    [bucket] = await storage.client.createBucket("docs");
    await bucket.createNotification(topic);
    pubsub.stop();
    await save("kept");
    await storage.close();

    pubsub = await startFakePublisher(pubsub.port);
    storage = await openStorage({ pubsubHost: pubsub.host, dataDir: folder.path });
    await eventsOf("kept", 1);
    await storage.close();
    await folder.remove();
  });
});
