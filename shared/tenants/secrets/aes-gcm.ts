import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a random nonce: version, nonce, tag, ciphertext. Opens only where it is `boundTo` the same. */
export function seal(key: Buffer, plaintext: Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when the key is another, or a byte of what was sealed has changed. */
export function open(key: Buffer, sealed: Buffer, boundTo: string): Buffer {
  if (sealed[0] !== formatVersion) throw new Error("the ciphertext has a format that is not known here");
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
}
