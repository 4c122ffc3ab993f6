import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { defineClient } from "../../runtime/client.ts";
import { open, seal } from "./aes-gcm.ts";
import { createKmsKeyWrapper } from "./kms-key-wrapper.ts";
import { createLocalKeyWrapper } from "./local-key.ts";
import type { KeyWrapper, WrappedKey } from "./key-wrapper.ts";
import { Unopenable } from "./unopenable.ts";

/**
 * Envelope encryption of the tenants' WhatsApp tokens: each tenant has a data key, and only the wrapper opens that.
 * Ciphertexts are bound to their tenant: a row copied to another tenant does not decrypt.
 */
export type TokenVault = {
  /** A new data key, wrapped. */
  createDataKey(tenantId: string): Promise<WrappedKey>;
  /** The same data key, wrapped under the current key: what it has encrypted stays as it is. */
  rewrap(tenantId: string, dataKey: WrappedKey): Promise<WrappedKey>;
  /** The name of the key that wraps now; a data key that another has wrapped wants to be re-wrapped. */
  currentKeyName(): Promise<string>;
  encrypt(tenantId: string, dataKey: WrappedKey, token: string): Promise<Buffer>;
  /** Throws `Unopenable` when the ciphertext was changed or is another tenant's, or nothing opens the data key. */
  decrypt(tenantId: string, dataKey: WrappedKey, ciphertext: Buffer): Promise<string>;
};

/** So long an instance remembers a data key that it has had opened: a key withdrawn in KMS works no longer than this. */
export const dataKeyLifetimeMs = 5 * 60_000;
const rememberedDataKeys = 1_000;

type VaultOptions = {
  wrapper: KeyWrapper;
  /** Milliseconds on any scale; for tests. */
  now?: () => number;
};

/** One per instance: it remembers opened data keys, because opening one may be a call of KMS. */
export function createTokenVault({ wrapper, now = () => performance.now() }: VaultOptions): TokenVault {
  const opened = new LRUCache<string, Buffer, { tenantId: string; dataKey: WrappedKey }>({
    max: rememberedDataKeys,
    ttl: dataKeyLifetimeMs,
    ttlResolution: 0,
    perf: { now },
    // Many messages of one tenant at once ask KMS once.
    fetchMethod: async (_key, _stale, { context: { tenantId, dataKey } }) =>
      wrapper.unwrap(dataKey, purposeOf(tenantId)),
  });

  async function unwrap(tenantId: string, dataKey: WrappedKey): Promise<Buffer> {
    opened.purgeStale();
    const key = `${tenantId}/${dataKey.wrapped.toString("base64")}`;
    return opened.forceFetch(key, { context: { tenantId, dataKey } });
  }

  return {
    createDataKey: async (tenantId) => wrapper.wrap(randomBytes(32), purposeOf(tenantId)),
    async rewrap(tenantId, dataKey) {
      return wrapper.wrap(await wrapper.unwrap(dataKey, purposeOf(tenantId)), purposeOf(tenantId));
    },
    currentKeyName: async () => wrapper.currentKeyName(),
    async encrypt(tenantId, dataKey, token) {
      return seal(await unwrap(tenantId, dataKey), Buffer.from(token, "utf8"), `token:${tenantId}`);
    },
    async decrypt(tenantId, dataKey, ciphertext) {
      const key = await unwrap(tenantId, dataKey);
      try {
        return open(key, ciphertext, `token:${tenantId}`).toString("utf8");
      } catch (error) {
        throw new Unopenable("the token's ciphertext does not open", { cause: error });
      }
    },
  };
}

function purposeOf(tenantId: string): string {
  return `data-key:${tenantId}`;
}

/** Seals and opens tenants' secrets, with the key of Cloud KMS where one is named, else with the key in SECRETS_KEY. */
export const tokenVault = defineClient(["SECRETS_KEY", "KMS_KEY_NAME"], (config) =>
  createTokenVault({
    wrapper:
      config.KMS_KEY_NAME === undefined
        ? createLocalKeyWrapper(config.SECRETS_KEY ?? [])
        : createKmsKeyWrapper({ keyName: config.KMS_KEY_NAME }),
  }),
);
