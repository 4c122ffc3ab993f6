import { z } from "zod";
import { textUpTo } from "./text-up-to.ts";

/** Where the media is: uploaded to WhatsApp already, on the web, or in the tenant's part of our bucket. */
export const mediaSourceSchema = z.union(
  [
    z.strictObject({ id: z.string().regex(/^\d{1,40}$/, "must be a media id") }),
    z.strictObject({ link: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).max(2048) }),
    z.strictObject({ objectName: z.string().min(1).max(1024) }),
  ],
  { error: "must have an id, a link or an objectName, and nothing else" },
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

/** Why WhatsApp would refuse the file, or undefined. */
export function refuseMedia(
  kind: MediaKind,
  { contentType, sizeBytes }: { contentType: string; sizeBytes: number },
): string | undefined {
  const { maxBytes, types } = mediaRules[kind];
  const bare = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(bare))
    return `${bare === "" ? "a file without a type" : bare} cannot be sent as ${kind}`;
  if (sizeBytes === 0) return "the file is empty";
  if (sizeBytes > maxBytes) return `a file for ${kind} may have ${maxBytes} bytes at most`;
  return undefined;
}
