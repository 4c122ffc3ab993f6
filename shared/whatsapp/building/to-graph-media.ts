import type { MediaSource } from "./media.ts";

/** How Graph is told of media; what lies in our bucket has to be uploaded first. */
export function toGraphMedia(media: MediaSource): { id: string } | { link: string } {
  if ("objectName" in media || "messageId" in media)
    throw new TypeError("a file of ours has to be uploaded before it is sent");
  return media;
}
