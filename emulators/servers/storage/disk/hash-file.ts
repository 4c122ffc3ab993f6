import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { crc32c } from "./crc32c.ts";

export type FileHash = {
  size: number;
  /** Base64. */
  md5Hash: string;
  /** Base64 of the big-endian checksum. */
  crc32c: string;
};

/** Reads a file through once and gives the hashes of an object resource; a missing file counts as empty. */
export async function hashFile(path: string): Promise<FileHash> {
  const md5 = createHash("md5");
  let checksum = 0;
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      md5.update(chunk);
      checksum = crc32c(chunk, checksum);
      size += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const checksumBytes = Buffer.alloc(4);
  checksumBytes.writeUInt32BE(checksum);
  return { size, md5Hash: md5.digest("base64"), crc32c: checksumBytes.toString("base64") };
}
