import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { KeyWrapper, WrappedKey } from "./key-wrapper.ts";
import { createLocalKeyWrapper } from "./local-key.ts";
import { Unopenable } from "./unopenable.ts";
import { createTokenVault, dataKeyLifetimeMs } from "./token-vault.ts";

const newKey = () => randomBytes(32).toString("base64");
const wrappingKey = newKey();
const vaultOf = (...wrappingKeys: string[]) =>
  createTokenVault({ wrapper: createLocalKeyWrapper(wrappingKeys) });
const vault = vaultOf(wrappingKey);
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
    expect(await vaultOf(wrappingKey).decrypt("acme", dataKey, ciphertext)).toBe(token);
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
    await expect(vault.decrypt("globex", globex, ciphertext)).rejects.toThrow(Unopenable);
    await expect(vault.decrypt("globex", acme, ciphertext)).rejects.toThrow();
    await expect(vault.decrypt("acme", globex, ciphertext)).rejects.toThrow();
  });

  test("is not read under another wrapping key, and the error names the one that is missing", async () => {
    const dataKey = await vault.createDataKey("acme");
    const ciphertext = await vault.encrypt("acme", dataKey, token);
    await expect(vaultOf(newKey()).decrypt("acme", dataKey, ciphertext)).rejects.toThrow(dataKey.keyName);
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
      await expect(vault.decrypt("acme", dataKey, changed(ciphertext, at))).rejects.toThrow(Unopenable);
      await expect(vault.decrypt("acme", dataKey, ciphertext.subarray(0, at))).rejects.toThrow();
    }
    for (const at of dataKey.wrapped.keys()) {
      const wrapped = changed(dataKey.wrapped, at);
      await expect(vault.decrypt("acme", { ...dataKey, wrapped }, ciphertext)).rejects.toThrow();
    }
  });
});

describe("while the wrapping key is rotated", () => {
  const [older, newer] = [newKey(), newKey()];

  test("what the older key has wrapped is read, and what is new is wrapped by the newer", async () => {
    const old = await vaultOf(older).createDataKey("acme");
    const ciphertext = await vaultOf(older).encrypt("acme", old, token);
    const both = vaultOf(newer, older);
    expect(await both.decrypt("acme", old, ciphertext)).toBe(token);
    expect((await both.createDataKey("acme")).keyName).toBe(await both.currentKeyName());
    expect(await both.currentKeyName()).not.toBe(old.keyName);
  });

  test("a re-wrapped data key reads the same ciphertexts without the older key, and only its tenant's", async () => {
    const old = await vaultOf(older).createDataKey("acme");
    const ciphertext = await vaultOf(older).encrypt("acme", old, token);
    const rewrapped = await vaultOf(newer, older).rewrap("acme", old);
    expect(rewrapped.keyName).toBe(await vaultOf(newer).currentKeyName());
    expect(await vaultOf(newer).decrypt("acme", rewrapped, ciphertext)).toBe(token);
    await expect(vaultOf(newer, older).rewrap("globex", old)).rejects.toThrow();
  });
});

describe("an opened data key", () => {
  let calls = 0;
  const local = createLocalKeyWrapper([wrappingKey]);
  const counting: KeyWrapper = {
    ...local,
    async unwrap(key: WrappedKey, boundTo: string) {
      calls += 1;
      return local.unwrap(key, boundTo);
    },
  };

  test("is asked for once by many at once, and again when its lifetime is over", async () => {
    let time = 1;
    calls = 0;
    const counted = createTokenVault({ wrapper: counting, now: () => time });
    const dataKey = await counted.createDataKey("acme");
    const ciphertexts = await Promise.all(
      Array.from({ length: 20 }, async () => counted.encrypt("acme", dataKey, token)),
    );
    expect(calls).toBe(1);
    time += dataKeyLifetimeMs - 1;
    await counted.decrypt("acme", dataKey, ciphertexts[0] ?? Buffer.alloc(0));
    expect(calls).toBe(1);
    time += 2;
    await counted.decrypt("acme", dataKey, ciphertexts[0] ?? Buffer.alloc(0));
    expect(calls).toBe(2);
  });

  test("that could not be opened is asked for again", async () => {
    let away = true;
    const flaky: KeyWrapper = {
      ...local,
      async unwrap(key, boundTo) {
        if (away) throw new Error("KMS is away");
        return local.unwrap(key, boundTo);
      },
    };
    const flakyVault = createTokenVault({ wrapper: flaky });
    const dataKey = await flakyVault.createDataKey("acme");
    await expect(flakyVault.encrypt("acme", dataKey, token)).rejects.toThrow("KMS is away");
    away = false;
    expect(await flakyVault.encrypt("acme", dataKey, token)).toBeInstanceOf(Buffer);
  });
});

test.each([16, 31, 33, 0])("a wrapping key of %d bytes is refused, and not shown", (length) => {
  const wrong = randomBytes(length).toString("base64");
  const message = (): string => {
    try {
      createLocalKeyWrapper([wrong]);
      return "no error";
    } catch (error) {
      return String(error);
    }
  };
  expect(message()).toBe("RangeError: the wrapping key must be 32 bytes in base64");
});
