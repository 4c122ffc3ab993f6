import { createHmac, timingSafeEqual } from "node:crypto";

/** The address of a file's bytes; its `ext` is the Unix second at which it ends. */
export function mediaUrl(baseUrl: string, secret: string, id: string, expiresAtMs: number): string {
  const expires = String(Math.floor(expiresAtMs / 1000));
  const query = new URLSearchParams({ mid: id, ext: expires, hash: hashOf(secret, id, expires) });
  return `${baseUrl}/whatsapp_business/attachments/?${query.toString()}`;
}

/** The file's id if the address is ours and still lives. */
export function mediaIdOfUrl(query: URLSearchParams, secret: string, nowMs: number): string | undefined {
  const [id, expires, hash] = ["mid", "ext", "hash"].map((name) => query.get(name) ?? "");
  if (id === undefined || expires === undefined || hash === undefined) return undefined;
  const expected = Buffer.from(hashOf(secret, id, expires));
  const given = Buffer.from(hash);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Number(expires) * 1000 > nowMs ? id : undefined;
}

function hashOf(secret: string, id: string, expires: string): string {
  return createHmac("sha256", secret).update(`${id}:${expires}`).digest("base64url");
}
