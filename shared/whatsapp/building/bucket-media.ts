import { type MediaKind, mediaKinds, type MediaSource } from "./media.ts";
import type { OutboundMessage } from "./outbound-message.ts";

/** A file that a message holds: what it is sent as, where it is, and the path of that within the message. */
export type HeldMedia<Source = MediaSource> = { kind: MediaKind; media: Source; field: string };

/** Files of the message, wherever in it. */
export function listMedia(message: OutboundMessage): HeldMedia[] {
  const found: HeldMedia[] = [];
  walk(message, "", (held) => {
    found.push(held);
    return held.media;
  });
  return found;
}

/** Those that lie in our bucket. */
export function listBucketMedia(message: OutboundMessage): (HeldMedia & { objectName: string })[] {
  return listMedia(message).flatMap((held) =>
    "objectName" in held.media ? [{ ...held, objectName: held.media.objectName }] : [],
  );
}

/** The same message with each file where `sourceOf` says that it is. */
export function replaceMedia(
  message: OutboundMessage,
  sourceOf: (held: HeldMedia) => MediaSource,
): OutboundMessage {
  return walk(message, "", sourceOf) as OutboundMessage;
}

/** The same message with each file of our bucket as the id that it was uploaded under. */
export function replaceBucketMedia(
  message: OutboundMessage,
  ids: ReadonlyMap<string, string>,
): OutboundMessage {
  return replaceMedia(message, ({ media }) =>
    "objectName" in media ? { id: ids.get(media.objectName) ?? "" } : media,
  );
}

function walk(value: unknown, path: string, sourceOf: (held: HeldMedia) => MediaSource): unknown {
  if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}${index}.`, sourceOf));
  if (typeof value !== "object" || value === null) return value;
  const type = "type" in value ? value.type : undefined;
  const kind = mediaKinds.find((known) => known === type);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => {
      const field = `${path}${key}`;
      if (key !== "media" || kind === undefined) return [key, walk(part, `${field}.`, sourceOf)];
      return [key, sourceOf({ kind, media: part as MediaSource, field })];
    }),
  );
}
