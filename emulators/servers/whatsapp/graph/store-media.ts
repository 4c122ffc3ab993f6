import { createHash, randomInt } from "node:crypto";
import { isAnimatedWebp, type MediaFile } from "../store/media-file.ts";
import type { State } from "../store/state.ts";

/** Keeps the file under a new id. */
export async function storeMedia(
  state: State,
  file: Pick<MediaFile, "phoneNumberId" | "mimeType" | "filename" | "from">,
  bytes: Buffer,
): Promise<MediaFile> {
  const media: MediaFile = {
    ...file,
    id: `${Date.now()}${randomInt(1000, 9999)}`,
    sha256: createHash("sha256").update(bytes).digest("base64"),
    size: bytes.length,
    ...(isAnimatedWebp(bytes) && { animated: true }),
    createdAt: Date.now(),
  };
  await state.mediaBytes.put(media.id, bytes);
  state.media.set(media.id, media);
  return media;
}
