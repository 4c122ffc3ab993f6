import { asArray, asId, asName, asText, type JsonObject, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";
import { readErrors, type ReportedError } from "./reported-error.ts";

export type MediaKind = "image" | "video" | "audio" | "document" | "sticker";

export type MediaContent = {
  kind: MediaKind;
  /** By which Meta gives the file out, for seven days; missing when Meta could not fetch it. */
  mediaId?: string;
  mimeType?: string;
  /** Of the file, in base64. */
  sha256?: string;
  caption?: string;
  /** As the customer named it: shown, never a path. */
  fileName?: string;
  /** Recorded in WhatsApp, rather than a sound file. */
  voice?: boolean;
  animated?: boolean;
  errors?: ReportedError[];
};

/** Meta's word for each kind; `voice` is what `audio` was called. */
export const mediaKinds: ReadonlyMap<string, MediaKind> = new Map([
  ["image", "image"],
  ["video", "video"],
  ["audio", "audio"],
  ["voice", "audio"],
  ["document", "document"],
  ["sticker", "sticker"],
]);

export function readMedia(type: string, kind: MediaKind, message: JsonObject): KindReading<MediaContent> {
  const file = property(message, type);
  const caption = asText(property(file, "caption"));
  const fileName = asName(property(file, "filename"));
  const voice = kind === "audio" && (type === "voice" || property(file, "voice") === true);
  const errors = readErrors(asArray(property(message, "errors")));
  const label = voice ? "voice message" : fileName === undefined ? kind : `${kind}: ${fileName}`;
  return {
    content: omitMissing({
      kind,
      mediaId: asId(property(file, "id")),
      mimeType: asName(property(file, "mime_type")),
      sha256: asName(property(file, "sha256")),
      caption,
      fileName,
      voice: voice ? true : undefined,
      animated: property(file, "animated") === true ? true : undefined,
      errors: errors.length === 0 ? undefined : errors,
      words: caption,
    }),
    body: caption === undefined ? `[${label}]` : `[${label}] ${caption}`,
  };
}
