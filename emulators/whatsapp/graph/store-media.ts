import { createHash, randomInt } from "node:crypto";
import type { MediaFile } from "../store/media-file.ts";
import type { State } from "../store/state.ts";

/** Keeps the file under a new id. */
export async function storeMedia(
  state: State,
  file: { phoneNumberId: string; mimeType: string; filename?: string | undefined },
  bytes: Buffer,
): Promise<MediaFile> {
  const media: MediaFile = {
    ...file,
    id: `${Date.now()}${randomInt(1000, 9999)}`,
    sha256: createHash("sha256").update(bytes).digest("base64"),
    size: bytes.length,
    createdAt: Date.now(),
  };
  await state.mediaBytes.put(media.id, bytes);
  state.media.set(media.id, media);
  return media;
}
