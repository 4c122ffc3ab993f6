import { z } from "zod";
import { textUpTo } from "./text-up-to.ts";

/**
 * Where the file is: uploaded to WhatsApp already, on the web, in the tenant's part of our bucket, or with a message that
 * came or went before. The API turns the last into the object in the bucket.
 */
export const mediaSourceSchema = z.union(
  [
    z.strictObject({ id: z.string().regex(/^\d{1,40}$/, "must be a media id") }),
    z.strictObject({ link: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).max(2048) }),
    z.strictObject({ objectName: z.string().min(1).max(1024) }),
    z.strictObject({ messageId: z.uuid().toLowerCase() }),
  ],
  { error: "must have an id, a link, an objectName or a messageId, and nothing else" },
);
export type MediaSource = z.infer<typeof mediaSourceSchema>;

const caption = textUpTo(1024).optional();
const media = mediaSourceSchema;

export const mediaMessages = [
  z.strictObject({ type: z.literal("image"), media, caption }),
  z.strictObject({ type: z.literal("video"), media, caption }),
  z.strictObject({ type: z.literal("document"), media, caption, filename: textUpTo(240).optional() }),
  /** `voice`: shown as a voice message, for which WhatsApp wants OGG with OPUS. */
  z.strictObject({ type: z.literal("audio"), media, voice: z.boolean().optional() }),
  z.strictObject({ type: z.literal("sticker"), media }),
] as const;
type MediaMessage = z.infer<(typeof mediaMessages)[number]>;

export type MediaKind = MediaMessage["type"];
export const mediaKinds = ["image", "video", "document", "audio", "sticker"] as const satisfies MediaKind[];

const mega = 1024 * 1024;

/** What WhatsApp takes of each kind, from Meta's media page: types and size. */
export const mediaRules: Record<MediaKind, { maxBytes: number; types: readonly string[] }> = {
  image: { maxBytes: 5 * mega, types: ["image/jpeg", "image/png"] },
  video: { maxBytes: 16 * mega, types: ["video/mp4", "video/3gpp"] },
  audio: { maxBytes: 16 * mega, types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"] },
  document: {
    maxBytes: 100 * mega,
    types: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
  },
  sticker: { maxBytes: 500 * 1024, types: ["image/webp"] },
};

/** Why WhatsApp would refuse the file, or undefined; as a voice message it takes OGG alone. */
export function refuseMedia(
  kind: MediaKind,
  { contentType, sizeBytes }: { contentType: string; sizeBytes: number },
  { isVoice = false } = {},
): string | undefined {
  const { maxBytes, types } = mediaRules[kind];
  const bare = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(bare))
    return `${bare === "" ? "a file without a type" : bare} cannot be sent as ${kind}`;
  if (isVoice && bare !== "audio/ogg") return `${bare} cannot be sent as a voice message, only audio/ogg`;
  if (sizeBytes === 0) return "the file is empty";
  if (sizeBytes > maxBytes) return `a file for ${kind} may have ${maxBytes} bytes at most`;
  return undefined;
}
