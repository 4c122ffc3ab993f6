import { field, textField } from "../../json-field.ts";
import type { MediaFile } from "../../store/media-file.ts";
import type { CardMedia } from "./card.ts";

export type FindMedia = (id: string) => MediaFile | undefined;

export const mediaKinds = ["image", "video", "audio", "document", "sticker"] as const;
export type MediaKind = (typeof mediaKinds)[number];

export function isMediaKind(type: string | undefined): type is MediaKind {
  return mediaKinds.some((kind) => kind === type);
}

/** The file under a media object; undefined when it has none, as when Meta could not fetch it. */
export function mediaCard(kind: MediaKind, media: unknown, findMedia: FindMedia): CardMedia | undefined {
  const [id, link] = [textField(media, "id"), webAddress(textField(media, "link"))];
  const file = id === undefined ? undefined : findMedia(id);
  if (file === undefined && link === undefined) return undefined;
  const name = textField(media, "filename") ?? (kind === "document" ? file?.filename : undefined);
  return {
    kind: kind === "audio" && field(media, "voice") === true ? "voice" : kind,
    ...(file !== undefined && {
      url: `/__phone/media/${file.id}`,
      mimeType: file.mimeType,
      size: file.size,
    }),
    ...(link !== undefined && { link }),
    ...(name !== undefined && { name }),
  };
}

/** The address if a browser may follow it: never `javascript:` and the like. */
export function webAddress(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
