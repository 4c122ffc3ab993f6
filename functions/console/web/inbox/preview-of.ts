import { m } from "../messages/messages.ts";
import type { MessageKey } from "../messages/en.ts";

const kinds: Record<string, MessageKey> = {
  image: "picture",
  video: "video",
  audio: "voice",
  voice: "voice",
  document: "file",
  sticker: "sticker",
  location: "location",
  contacts: "contactCard",
};

/** What was written with a file: the API puts its kind in front of it, as in `[image] Is this yours?`. */
export function captionOf(text: string): string {
  return text.replace(/^\[[\w ]+\]\s*/u, "");
}

/** A message in one line. */
export function previewOf({ type, text }: { type: string; text: string }): string {
  if (text === "[deleted]") return m("takenBackByThem");
  const kind = kinds[type];
  if (kind === undefined) return text || m("sentType", { type });
  const caption = captionOf(text);
  return caption === "" ? m(kind) : `${m(kind)}: ${caption}`;
}
