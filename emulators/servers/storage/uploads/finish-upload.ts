import type { FileHash } from "../disk/hash-file.ts";
import type { Exchange } from "../http/exchange.ts";
import { putObject } from "../objects/objects.ts";
import type { Preconditions } from "../objects/preconditions.ts";
import type { ObjectRecord, Settings } from "../store.ts";
import { checkHash } from "./expected-hash.ts";
import { checkSize } from "./size-range.ts";

export type Upload = {
  bucket: string;
  name: string;
  settings: Settings;
  preconditions: Preconditions;
  expectedHash: Partial<FileHash>;
  sizeRange?: [number, number] | undefined;
};

/** Makes a body that is complete an object, or removes it when it is not what was promised or not wanted. */
export async function finishUpload(
  exchange: Exchange,
  bodyId: string,
  upload: Upload,
): Promise<ObjectRecord> {
  const { bodies } = exchange.store;
  try {
    const hash = await bodies.hash(bodyId);
    checkSize(upload.sizeRange, hash.size);
    checkHash(upload.expectedHash, hash);
    return putObject(
      exchange,
      {
        bucket: upload.bucket,
        name: upload.name,
        bodyId,
        hash,
        settings: { contentType: "application/octet-stream", ...upload.settings },
      },
      upload.preconditions,
    );
  } catch (error) {
    await bodies.remove(bodyId);
    throw error;
  }
}

/** Takes a body in one go; half of one, when the caller goes away, leaves nothing behind. */
export async function uploadAtOnce(
  exchange: Exchange,
  source: AsyncIterable<Uint8Array>,
  upload: Upload,
): Promise<ObjectRecord> {
  const { bodies } = exchange.store;
  const bodyId = bodies.newId();
  try {
    await bodies.append(bodyId, source);
  } catch (error) {
    await bodies.remove(bodyId);
    throw error;
  }
  return finishUpload(exchange, bodyId, upload);
}
