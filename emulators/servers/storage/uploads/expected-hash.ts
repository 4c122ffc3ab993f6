import type { FileHash } from "../disk/hash-file.ts";
import { badRequest } from "../http/http-error.ts";

/** The hashes that the caller claims, from `X-Goog-Hash`, `Content-MD5` or an object resource. */
export function readExpectedHash(
  headers: Record<string, string | string[] | undefined>,
  resource: Record<string, unknown> = {},
): Partial<FileHash> {
  const claimed = String(headers["x-goog-hash"] ?? "");
  const crc32c = /\bcrc32c=([^,\s]+)/.exec(claimed)?.[1] ?? resource["crc32c"];
  const md5Hash = /\bmd5=([^,\s]+)/.exec(claimed)?.[1] ?? headers["content-md5"] ?? resource["md5Hash"];
  return {
    ...(typeof crc32c === "string" && { crc32c }),
    ...(typeof md5Hash === "string" && { md5Hash }),
  };
}

/** Throws a 400 when the bytes received are not those that the caller meant to send. */
export function checkHash(expected: Partial<FileHash>, actual: FileHash): void {
  for (const name of ["crc32c", "md5Hash"] as const) {
    if (expected[name] !== undefined && expected[name] !== actual[name]) {
      throw badRequest(
        `Provided ${name} "${expected[name]}" doesn't match calculated ${name} "${actual[name]}".`,
      );
    }
  }
}
