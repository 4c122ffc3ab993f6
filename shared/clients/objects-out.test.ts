import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  makeFolder,
  openStorage,
  type StorageUnderTest,
} from "../../emulators/storage/testing/storage-under-test.ts";
import { createObjects, type Objects } from "./objects.ts";

const name = "tenants/01900000-0000-7000-8000-00000000a000/out/ü 1.png";
let storage: StorageUnderTest;
let folder: Awaited<ReturnType<typeof makeFolder>>;
let objects: Objects;

beforeAll(async () => {
  [storage, folder] = await Promise.all([openStorage(), makeFolder()]);
  await storage.client.createBucket("out");
  await storage.client
    .bucket("out")
    .file(name)
    .save("picture", { contentType: "image/png", resumable: false });
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const key = {
    type: "service_account",
    client_email: "robot@demo-crm.iam.gserviceaccount.com",
    private_key: privateKey,
  };
  const keyFile = join(folder.path, "key.json");
  await writeFile(keyFile, JSON.stringify(key));
  vi.stubEnv("STORAGE_EMULATOR_HOST", storage.server.url);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", keyFile);
  vi.stubEnv("GOOGLE_CLOUD_PROJECT", "demo-crm");
  objects = createObjects({ bucket: "out" });
  // It connects now, while the variables are there.
  await objects.readFile(name, 100);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([storage.close(), folder.remove()]);
});

test("a file is read with its type, nothing where there is none, and not when it is too large", async () => {
  const file = await objects.readFile(name, 7);
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe("picture");
  expect(file?.contentType).toBe("image/png");
  expect(await objects.readFile("tenants/none", 7)).toBeUndefined();
  await expect(objects.readFile(name, 6)).rejects.toThrow(RangeError);
});

test("a link opens the object for as long as it lives, and nothing else", async () => {
  const url = await objects.signReadUrl(name, 60_000);
  expect(new URL(url).searchParams.get("X-Goog-Expires")).toBe("60");
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, "picture"]);
  expect((await fetch(url.replace("1.png", "2.png"))).ok).toBe(false);
});
