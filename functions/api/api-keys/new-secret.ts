import { randomBytes } from "node:crypto";
import { formatApiKey } from "../../../shared/tenants/rules/api-key.ts";
import { hashSecret } from "../auth.ts";

/** The beginning that a key is known by, which stays when its secret changes. */
export function newPrefix(): string {
  return randomBytes(6).toString("hex");
}

/** A new secret for the key of this prefix: as the client sends it, and as it is stored. */
export function newSecret(prefix: string): { credential: string; sha256: Buffer } {
  const secret = randomBytes(32).toString("base64url");
  return { credential: formatApiKey(prefix, secret), sha256: hashSecret(secret) };
}
