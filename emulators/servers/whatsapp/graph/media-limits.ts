import type { MediaFile } from "../store/media-file.ts";

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

export type MediaKind = "audio" | "video" | "image" | "sticker" | "document";

/** What Meta takes as outbound media, from its media page; sizes in bytes. */
const limits: Record<MediaKind, { types: string[]; maxBytes: number }> = {
  audio: {
    types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    maxBytes: 16 * megabyte,
  },
  video: { types: ["video/mp4", "video/3gpp"], maxBytes: 16 * megabyte },
  image: { types: ["image/jpeg", "image/png"], maxBytes: 5 * megabyte },
  sticker: { types: ["image/webp"], maxBytes: 500 * kilobyte },
  document: {
    types: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    maxBytes: 100 * megabyte,
  },
};
/** Of a sticker that stands still. */
const maxStillBytes = 100 * kilobyte;

export const maxUploadBytes = 101 * megabyte;

/** What is wrong with an upload, or undefined. */
export function refuseMedia(mimeType: string, size: number): string | undefined {
  const base = essence(mimeType);
  const all = Object.values(limits);
  const limit = all.find(({ types }) => types.includes(base));
  if (limit === undefined)
    return `Param file: must be one of ${all.flatMap(({ types }) => types).join(", ")}; received ${base}`;
  if (size > limit.maxBytes) return `Param file: must be at most ${limit.maxBytes} bytes for ${base}`;
  return undefined;
}

/** Why the file cannot be sent as such a message, which Meta finds only after it took it (131053), or undefined. */
export function unfitFile(
  kind: MediaKind,
  file: Pick<MediaFile, "mimeType" | "size" | "animated">,
): string | undefined {
  const base = essence(file.mimeType);
  if (kind === "document") return undefined;
  if (!limits[kind].types.includes(base)) return `A file of type ${base} cannot be sent as ${kind}`;
  const maxBytes = kind === "sticker" && file.animated !== true ? maxStillBytes : limits[kind].maxBytes;
  return file.size > maxBytes ? `The ${kind} is larger than ${maxBytes} bytes` : undefined;
}

function essence(mimeType: string): string {
  return mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
}
