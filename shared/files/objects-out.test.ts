import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openSigningStorage } from "../../emulators/servers/storage/testing/storage-under-test.ts";
import { createObjects, type Objects } from "./objects.ts";

const folder = "tenants/01900000-0000-7000-8000-00000000a000/out";
const name = `${folder}/ü 1.png`;
const origin = "https://console.example";
let storage: Awaited<ReturnType<typeof openSigningStorage>>;
let objects: Objects;

beforeAll(async () => {
  storage = await openSigningStorage();
  await storage.client.createBucket("out");
  await storage.client
    .bucket("out")
    .file(name)
    .save("picture", { contentType: "image/png", resumable: false });
  vi.stubEnv("STORAGE_EMULATOR_HOST", storage.server.url);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", storage.signing.keyFile);
  vi.stubEnv("GOOGLE_CLOUD_PROJECT", "demo-crm");
  objects = createObjects({ bucket: "out" });
  // It connects now, while the variables are there.
  await objects.readFile(name, 100);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await storage.close();
});

test("a file is read with its type, nothing where there is none, and not when it is too large", async () => {
  const file = await objects.readFile(name, 7);
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe("picture");
  expect(file?.contentType).toBe("image/png");
  expect(await objects.readFile("tenants/none", 7)).toBeUndefined();
  await expect(objects.readFile(name, 6)).rejects.toThrow(RangeError);
});

test("a file is described without being read", async () => {
  expect(await objects.describe(name)).toEqual({ contentType: "image/png", sizeBytes: 7 });
  expect(await objects.describe("tenants/none")).toBeUndefined();
});

test("a link opens the object under the name and type that it says, and nothing else", async () => {
  const url = await objects.signReadUrl(name, {
    lifetimeMs: 60_000,
    fileName: 'ü "1".png',
    contentType: "application/octet-stream",
    disposition: "attachment",
  });
  expect(Number(new URL(url).searchParams.get("X-Goog-Expires"))).toBeLessThanOrEqual(61);
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, "picture"]);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="[^"\\]*(?:\\"[^"\\]*)*"; filename\*=UTF-8''%C3%BC%20%221%22\.png$/,
  );
  expect((await fetch(url.replace("1.png", "2.png"))).status).toBe(403);
  const asPage = url.replace("application%2Foctet-stream", "text%2Fhtml");
  expect(asPage).not.toBe(url);
  expect((await fetch(asPage)).status).toBe(403);
});

describe("an upload", () => {
  const start = async (file: string, sizeBytes: number) =>
    objects.startUpload(`${folder}/${file}`, { contentType: "application/pdf", sizeBytes, origin });
  const part = 256 * 1024;
  const put = async (url: string, body: string, range: string) =>
    fetch(url, { method: "PUT", headers: { "content-range": `bytes ${range}` }, body });

  test("goes on in parts where it broke off, and has the type that it was begun with", async () => {
    const [first, last] = ["a".repeat(part), "the end"];
    const total = part + last.length;
    const url = await start("parts.pdf", total);
    expect((await put(url, first, `0-${part - 1}/${total}`)).status).toBe(308);
    const asked = await put(url, "", `*/${total}`);
    expect([asked.status, asked.headers.get("range")]).toEqual([308, `bytes=0-${part - 1}`]);
    const rest = { "content-range": `bytes ${part}-${total - 1}/${total}`, "content-type": "text/html" };
    expect((await fetch(url, { method: "PUT", headers: rest, body: last })).status).toBe(200);
    expect(await objects.describe(`${folder}/parts.pdf`)).toEqual({
      contentType: "application/pdf",
      sizeBytes: total,
    });
  });

  test("of more or fewer bytes than said does not become an object", async () => {
    for (const body of ["four!", "4"]) {
      const url = await start("four.pdf", 4);
      expect((await fetch(url, { method: "PUT", body })).status).not.toBe(200);
      expect(await objects.describe(`${folder}/four.pdf`)).toBeUndefined();
    }
    expect((await fetch(await start("four.pdf", 4), { method: "PUT", body: "four" })).status).toBe(200);
  });

  test("becomes the object that it was begun for, and no other", async () => {
    const url = await start("mine.pdf", 4);
    const elsewhere = url.replace("mine.pdf", "yours.pdf").replace("/b/out/", "/b/elsewhere/");
    expect((await fetch(elsewhere, { method: "PUT", body: "four" })).status).toBe(404);
    expect((await fetch(`${url}&name=yours.pdf`, { method: "PUT", body: "four" })).status).toBe(200);
    expect(await objects.describe(`${folder}/mine.pdf`)).toBeDefined();
    expect(await objects.describe("yours.pdf")).toBeUndefined();
  });

  test("can be made by a page of the origin, and of no other", async () => {
    const url = await start("page.pdf", 4);
    const allowed = async (from: string) =>
      (await fetch(url, { method: "OPTIONS", headers: { origin: from } })).headers.get(
        "access-control-allow-origin",
      );
    expect(await allowed("https://evil.example")).toBeNull();
    expect(await allowed(origin)).toBe(origin);
  });
});
