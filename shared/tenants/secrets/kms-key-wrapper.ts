import { randomBytes } from "node:crypto";
import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { crc32c } from "./crc32c.ts";
import type { KeyWrapper, WrappedKey } from "./key-wrapper.ts";
import { Unopenable } from "./unopenable.ts";

type ClientOptions = ConstructorParameters<typeof KeyManagementServiceClient>[0];

export type KmsKeyWrapperOptions = {
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…`, without a version: KMS uses its primary one. */
  keyName: string;
  /** Where KMS is, when it is not Google's own. */
  clientOptions?: ClientOptions;
};

/** A byte that changed on the way is rare and passes; Google advises a limited number of repetitions. */
const maxAttempts = 3;
const callTimeoutMs = 10_000;

/**
 * A key of Cloud KMS. What travels is checked in both directions by CRC-32C, as Google advises. What another key of
 * KMS has sealed is opened as well while this function's account may use that key, so that keys can be exchanged.
 * https://cloud.google.com/kms/docs/data-integrity-guidelines
 */
export function createKmsKeyWrapper({ keyName, clientOptions }: KmsKeyWrapperOptions): KeyWrapper {
  let made: Promise<KeyManagementServiceClient> | undefined;
  const client = async (): Promise<KeyManagementServiceClient> => {
    made ??= connect(clientOptions);
    return made.catch((error: unknown) => {
      made = undefined;
      throw error;
    });
  };

  async function wrap(dataKey: Buffer, boundTo: string): Promise<WrappedKey> {
    const [plaintext, additionalAuthenticatedData] = [dataKey, Buffer.from(boundTo)];
    const request = {
      name: keyName,
      plaintext,
      plaintextCrc32c: { value: crc32c(plaintext) },
      additionalAuthenticatedData,
      additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
    };
    const kms = await client();
    return untilIntact(async () => {
      const [answer] = await kms.encrypt(request, callOptions);
      const wrapped = bytesOf(answer.ciphertext);
      const intact =
        answer.verifiedPlaintextCrc32c === true &&
        answer.verifiedAdditionalAuthenticatedDataCrc32c === true &&
        isIntact(wrapped, answer.ciphertextCrc32c);
      const usedKeyName = answer.name ?? "";
      if (!isVersionOf(usedKeyName, keyName))
        throw new Error("Cloud KMS used another key than was asked for");
      return intact ? { wrapped, keyName: usedKeyName } : undefined;
    });
  }

  return {
    wrap,
    async unwrap({ wrapped, keyName: sealedBy }, boundTo) {
      if (!versionPart.test(sealedBy))
        throw new Unopenable(`${sealedBy}, which has sealed this data key, is no key of Cloud KMS`);
      const additionalAuthenticatedData = Buffer.from(boundTo);
      const request = {
        name: withoutVersion(sealedBy),
        ciphertext: wrapped,
        ciphertextCrc32c: { value: crc32c(wrapped) },
        additionalAuthenticatedData,
        additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
      };
      const kms = await client();
      return untilIntact(async () => {
        const [answer] = await kms.decrypt(request, callOptions).catch(explainRefusal);
        const dataKey = bytesOf(answer.plaintext);
        return isIntact(dataKey, answer.plaintextCrc32c) ? dataKey : undefined;
      });
    },
    /** Asked by wrapping nothing of worth: reading the key's own description would need another permission. */
    async currentKeyName() {
      return (await wrap(randomBytes(32), "current-key-name")).keyName;
    },
  };
}

/**
 * Loaded only where KMS is used. The credentials are found first: left to the first call, a failed look-up would stay with
 * the client for good, and would be a rejection that nobody handles as well.
 */
async function connect(options: ClientOptions): Promise<KeyManagementServiceClient> {
  const { KeyManagementServiceClient: Client } = await import("@google-cloud/kms");
  const client = new Client(options);
  if (options?.sslCreds === undefined) await client.auth.getClient();
  return client;
}

/** The client's own retries would go on for ten minutes, longer than anything that waits for a token. */
const callOptions = {
  retry: {
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 1_000,
      initialRpcTimeoutMillis: callTimeoutMs / 2,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: callTimeoutMs / 2,
      totalTimeoutMillis: callTimeoutMs,
    },
  },
};

async function untilIntact<Result>(call: () => Promise<Result | undefined>): Promise<Result> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const result = await call();
    if (result !== undefined) return result;
  }
  throw new Error(`what came from Cloud KMS was damaged on the way, ${maxAttempts} times in a row`);
}

/** INVALID_ARGUMENT and NOT_FOUND: the key did not seal this, or is gone. A key that is disabled may come back. */
const neverOpens = new Set<unknown>([3, 5]);

function explainRefusal(error: unknown): never {
  if (!neverOpens.has((error as { code?: unknown }).code)) throw error;
  throw new Unopenable("Cloud KMS does not open this data key", { cause: error });
}

function isIntact(bytes: Buffer, checksum: { value?: unknown } | null | undefined): boolean {
  return Number(checksum?.value ?? Number.NaN) === crc32c(bytes);
}

function bytesOf(bytes: string | Uint8Array | null | undefined): Buffer {
  return typeof bytes === "string" ? Buffer.from(bytes, "base64") : Buffer.from(bytes ?? []);
}

const versionPart = /\/cryptoKeyVersions\/[^/]+$/;

function withoutVersion(keyName: string): string {
  return keyName.replace(versionPart, "");
}

function isVersionOf(versionName: string, keyName: string): boolean {
  return versionPart.test(versionName) && withoutVersion(versionName) === withoutVersion(keyName);
}
