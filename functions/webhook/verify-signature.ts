import { createHmac, timingSafeEqual } from "node:crypto";

const form = /^sha256=([0-9a-f]{64})$/;

/** Whether the header has the form of a signature at all: what has not is refused before its body is read. */
export function isSignature(header: string | undefined): header is string {
  return header !== undefined && form.test(header);
}

/**
 * Whether the header is the HMAC-SHA256 of the raw bytes under one of the app secrets (two while one is
 * rotated). Compares in constant time, and always with every secret.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function verifySignature(
  rawBody: Buffer,
  header: string | undefined,
  appSecrets: readonly string[],
): boolean {
  const hex = form.exec(header ?? "")?.[1];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  let valid = false;
  for (const secret of appSecrets) {
    const expected = createHmac("sha256", secret).update(rawBody).digest();
    if (timingSafeEqual(given, expected)) valid = true;
  }
  return valid;
}
