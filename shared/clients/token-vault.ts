import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/**
 * Envelope encryption of the tenants' WhatsApp tokens: each tenant has a data key, and only the wrapping key opens
 * that. Ciphertexts are bound to their tenant: a row copied to another tenant does not decrypt.
 */
export type TokenVault = {
  /** Name of the wrapping key that is used now, stored beside a wrapped data key. */
  readonly wrappingKeyName: string;
  /** A new data key, wrapped. */
  createDataKey(tenantId: string): Promise<Buffer>;
  encrypt(tenantId: string, wrappedDataKey: Buffer, token: string): Promise<Buffer>;
  /** Throws when the ciphertext was changed, or is another tenant's. */
  decrypt(tenantId: string, wrappedDataKey: Buffer, ciphertext: Buffer): Promise<string>;
};

/** A vault whose wrapping key is at hand: 32 bytes in base64. Throws when it has another length. */
export function createTokenVault({ wrappingKey }: { wrappingKey: string }): TokenVault {
  const key = Buffer.from(wrappingKey, "base64");
  if (key.length !== 32) throw new RangeError("the wrapping key must be 32 bytes in base64");
  return {
    wrappingKeyName: "local",
    async createDataKey(tenantId) {
      return seal(key, randomBytes(32), `data-key:${tenantId}`);
    },
    async encrypt(tenantId, wrappedDataKey, token) {
      const dataKey = open(key, wrappedDataKey, `data-key:${tenantId}`);
      return seal(dataKey, Buffer.from(token, "utf8"), `token:${tenantId}`);
    },
    async decrypt(tenantId, wrappedDataKey, ciphertext) {
      const dataKey = open(key, wrappedDataKey, `data-key:${tenantId}`);
      return open(dataKey, ciphertext, `token:${tenantId}`).toString("utf8");
    },
  };
}

const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: version, nonce, tag, ciphertext. */
function seal(key: Buffer, plaintext: Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), sealed]);
}

function open(key: Buffer, sealed: Buffer, boundTo: string): Buffer {
  if (sealed[0] !== formatVersion) throw new Error("the ciphertext has a format that is not known here");
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
}
