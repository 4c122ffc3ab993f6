import { randomBytes } from "node:crypto";
import { credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startTestKms, type TestKms } from "../../testing/kms.ts";
import { crc32c } from "./crc32c.ts";
import type { KeyWrapper } from "./key-wrapper.ts";
import { createKmsKeyWrapper } from "./kms-key-wrapper.ts";
import { createLocalKeyWrapper } from "./local-key.ts";
import { createTokenVault } from "./token-vault.ts";

const keyName = "projects/p/locations/l/keyRings/r/cryptoKeys/tokens";
const otherKeyName = "projects/p/locations/l/keyRings/r/cryptoKeys/older";
let kms: TestKms;

beforeAll(async () => {
  kms = await startTestKms([keyName, otherKeyName]);
});
beforeEach(() => {
  kms.calls.length = 0;
  kms.damage(0);
  kms.fail(0);
});
afterAll(async () => kms.close());

function wrapperOf(name = keyName): KeyWrapper {
  const sslCreds = credentials.createInsecure();
  return createKmsKeyWrapper({
    keyName: name,
    clientOptions: { apiEndpoint: "127.0.0.1", port: kms.port, sslCreds, projectId: "p" },
  });
}

describe("a data key", () => {
  const dataKey = randomBytes(32);

  test("is wrapped by the key's primary version, which is named, and opened again", async () => {
    const wrapped = await wrapperOf().wrap(dataKey, "acme");
    expect(wrapped.keyName).toMatch(/tokens\/cryptoKeyVersions\/\d+$/);
    expect(wrapped.wrapped.includes(dataKey)).toBe(false);
    expect(await wrapperOf().unwrap(wrapped, "acme")).toEqual(dataKey);
  });

  test("is opened only for what it was bound to", async () => {
    const wrapped = await wrapperOf().wrap(dataKey, "acme");
    await expect(wrapperOf().unwrap(wrapped, "globex")).rejects.toThrow();
  });

  test("of an older version is still opened, and its name is not the current one any more", async () => {
    const wrapper = wrapperOf();
    const wrapped = await wrapper.wrap(dataKey, "acme");
    expect(await wrapper.currentKeyName()).toBe(wrapped.keyName);
    kms.rotate(keyName);
    expect(await wrapper.currentKeyName()).not.toBe(wrapped.keyName);
    expect(await wrapper.unwrap(wrapped, "acme")).toEqual(dataKey);
  });

  test("that another key has wrapped is opened by that key", async () => {
    const wrapped = await wrapperOf(otherKeyName).wrap(dataKey, "acme");
    expect(await wrapperOf().unwrap(wrapped, "acme")).toEqual(dataKey);
  });

  test("damaged on its way back is asked for again, and never used", async () => {
    const wrapper = wrapperOf();
    kms.damage(1);
    const wrapped = await wrapper.wrap(dataKey, "acme");
    expect(await wrapper.unwrap(wrapped, "acme")).toEqual(dataKey);
    kms.damage(2);
    expect(await wrapper.unwrap(wrapped, "acme")).toEqual(dataKey);
    expect(kms.calls).toEqual(["encrypt", "encrypt", "decrypt", "decrypt", "decrypt", "decrypt"]);
    kms.damage(100);
    await expect(wrapper.unwrap(wrapped, "acme")).rejects.toThrow("damaged on the way");
    await expect(wrapper.wrap(dataKey, "acme")).rejects.toThrow("damaged on the way");
  });

  test("is asked for again while KMS is unavailable for a moment", async () => {
    kms.fail(2);
    const wrapped = await wrapperOf().wrap(dataKey, "acme");
    kms.fail(2);
    expect(await wrapperOf().unwrap(wrapped, "acme")).toEqual(dataKey);
  });

  test("that a key at hand has wrapped is told plainly", async () => {
    const wrapped = await createLocalKeyWrapper([randomBytes(32).toString("base64")]).wrap(dataKey, "acme");
    await expect(wrapperOf().unwrap(wrapped, "acme")).rejects.toThrow(
      /^local:\w+, .* is no key of Cloud KMS$/,
    );
  });

  test("that KMS refuses is an error at once", async () => {
    await expect(wrapperOf(`${keyName}-gone`).wrap(dataKey, "acme")).rejects.toThrow("no such key");
    expect(kms.calls).toEqual(["encrypt"]);
  });
});

test("a vault on it keeps tokens through a rotation, and asks KMS once for many messages", async () => {
  const vault = createTokenVault({ wrapper: wrapperOf() });
  const dataKey = await vault.createDataKey("acme");
  const ciphertext = await vault.encrypt("acme", dataKey, "token");
  kms.rotate(keyName);
  const rewrapped = await vault.rewrap("acme", dataKey);
  expect(rewrapped.keyName).toBe(await vault.currentKeyName());
  kms.calls.length = 0;
  const reads = Array.from({ length: 10 }, async () => vault.decrypt("acme", rewrapped, ciphertext));
  expect(new Set(await Promise.all(reads))).toEqual(new Set(["token"]));
  expect(kms.calls).toEqual(["decrypt"]);
});

test("a failed look-up of credentials fails that call, ends nothing, and is made anew by the next", async () => {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/there/is/no/such/file");
  const unhandled: unknown[] = [];
  const note = (reason: unknown): number => unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    process.off("unhandledRejection", note);
  });
  const wrapper = createKmsKeyWrapper({ keyName });
  await expect(wrapper.wrap(randomBytes(32), "acme")).rejects.toThrow("credential");
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/there/is/none/either");
  await expect(wrapper.wrap(randomBytes(32), "acme")).rejects.toThrow("/there/is/none/either");
  expect(unhandled).toEqual([]);
});

/** The vector of RFC 3720, appendix B.4: 32 bytes of zeros; and the usual check value. */
test("the checksum is CRC-32C", () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});
