import type { MediaKind } from "./media.ts";
import { mediaKinds } from "./media.ts";
import type { OutboundMessage } from "./outbound-message.ts";

type BucketMedia = { objectName: string; kind: MediaKind };

/** Media of the message, wherever in it, that lies in our bucket. */
export function listBucketMedia(message: OutboundMessage): BucketMedia[] {
  const found: BucketMedia[] = [];
  walk(message, (media) => {
    found.push(media);
    return media.objectName;
  });
  return found;
}

/** The same message with each such media as the id that it was uploaded under. */
export function replaceBucketMedia(
  message: OutboundMessage,
  ids: ReadonlyMap<string, string>,
): OutboundMessage {
  return walk(message, ({ objectName }) => ids.get(objectName)) as OutboundMessage;
}

function walk(value: unknown, idOf: (media: BucketMedia) => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, idOf));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  const type = "type" in value ? value.type : undefined;
  for (const [key, part] of Object.entries(value)) {
    const objectName = key === "media" ? objectNameOf(part) : undefined;
    const kind = mediaKinds.find((known) => known === type);
    copy[key] =
      objectName === undefined || kind === undefined
        ? walk(part, idOf)
        : { id: idOf({ objectName, kind }) ?? "" };
  }
  return copy;
}

function objectNameOf(media: unknown): string | undefined {
  if (typeof media !== "object" || media === null || !("objectName" in media)) return undefined;
  return typeof media.objectName === "string" ? media.objectName : undefined;
}
