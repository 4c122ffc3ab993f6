import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createTokenVault } from "./token-vault.ts";

const wrappingKey = randomBytes(32).toString("base64");
const vault = createTokenVault({ wrappingKey });
const token = "EAAG-token-👋";

describe("a token", () => {
  test("is read back by its tenant, and stands nowhere in the ciphertext", async () => {
    const dataKey = await vault.createDataKey("acme");
    const ciphertext = await vault.encrypt("acme", dataKey, token);
    expect(await vault.decrypt("acme", dataKey, ciphertext)).toBe(token);
    expect(ciphertext.includes("EAAG")).toBe(false);
  });

  test("is read back by an instance that starts later", async () => {
    const dataKey = await vault.createDataKey("acme");
    const ciphertext = await vault.encrypt("acme", dataKey, token);
    expect(await createTokenVault({ wrappingKey }).decrypt("acme", dataKey, ciphertext)).toBe(token);
  });

  test("gives another ciphertext each time", async () => {
    const dataKey = await vault.createDataKey("acme");
    const [one, two] = await Promise.all([1, 2].map(async () => vault.encrypt("acme", dataKey, token)));
    expect(one).not.toEqual(two);
    expect(await vault.createDataKey("acme")).not.toEqual(dataKey);
  });

  test("is not read by another tenant, neither with its own key nor with a copied one", async () => {
    const [acme, globex] = [await vault.createDataKey("acme"), await vault.createDataKey("globex")];
    const ciphertext = await vault.encrypt("acme", acme, token);
    await expect(vault.decrypt("globex", globex, ciphertext)).rejects.toThrow();
    await expect(vault.decrypt("globex", acme, ciphertext)).rejects.toThrow();
    await expect(vault.decrypt("acme", globex, ciphertext)).rejects.toThrow();
  });

  test("is not read under another wrapping key", async () => {
    const dataKey = await vault.createDataKey("acme");
    const ciphertext = await vault.encrypt("acme", dataKey, token);
    const other = createTokenVault({ wrappingKey: randomBytes(32).toString("base64") });
    await expect(other.decrypt("acme", dataKey, ciphertext)).rejects.toThrow();
  });

  test("is not read when any byte of it or of its key was changed or lost", async () => {
    const dataKey = await vault.createDataKey("acme");
    const ciphertext = await vault.encrypt("acme", dataKey, token);
    const changed = (bytes: Buffer, at: number) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    for (const at of ciphertext.keys()) {
      await expect(vault.decrypt("acme", dataKey, changed(ciphertext, at))).rejects.toThrow();
      await expect(vault.decrypt("acme", dataKey, ciphertext.subarray(0, at))).rejects.toThrow();
    }
    for (const at of dataKey.keys()) {
      await expect(vault.decrypt("acme", changed(dataKey, at), ciphertext)).rejects.toThrow();
    }
  });
});

test.each([16, 31, 33, 0])("a wrapping key of %d bytes is refused, and not shown", (length) => {
  const wrong = randomBytes(length).toString("base64");
  const message = (): string => {
    try {
      createTokenVault({ wrappingKey: wrong });
      return "no error";
    } catch (error) {
      return String(error);
    }
  };
  expect(message()).toBe("RangeError: the wrapping key must be 32 bytes in base64");
});
