const megabyte = 1024 * 1024;

/** What Meta takes as outbound media, from its media page; sizes in bytes. */
const limits: { types: string[]; maxBytes: number }[] = [
  { types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"], maxBytes: 16 * megabyte },
  { types: ["video/mp4", "video/3gpp"], maxBytes: 16 * megabyte },
  { types: ["image/jpeg", "image/png"], maxBytes: 5 * megabyte },
  { types: ["image/webp"], maxBytes: 500 * 1024 },
  {
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
];

export const maxUploadBytes = 101 * megabyte;

/** What is wrong with the file, or undefined. */
export function refuseMedia(mimeType: string, size: number): string | undefined {
  const base = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  const limit = limits.find(({ types }) => types.includes(base));
  if (limit === undefined)
    return `Param file: must be one of ${limits.flatMap(({ types }) => types).join(", ")}; received ${base}`;
  if (size > limit.maxBytes) return `Param file: must be at most ${limit.maxBytes} bytes for ${base}`;
  return undefined;
}
