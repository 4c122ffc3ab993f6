import { essenceOf } from "../../shared/files/rules/deliver-file.ts";

/** Meta's own limit of what customers may send. */
export const maxMediaBytes = 100 * 1024 * 1024;

/** Whether a file's type fits what the message said it was; documents may be anything. */
export function fitsKind(messageType: string, contentType: string): boolean {
  const type = essenceOf(contentType);
  switch (messageType) {
    case "image":
    case "sticker":
      return type.startsWith("image/");
    case "video":
      return type.startsWith("video/");
    case "audio":
    case "voice":
      // An MP4 or Ogg of sound alone is often called a video or an application.
      return /^(?:audio|video)\//.test(type) || type === "application/ogg";
    default:
      return true;
  }
}

/**
 * The object that holds a file of a message, under the tenant's prefix; the customer's name for it is no part. Each file
 * that an edit puts in another's place is an object of its own.
 */
export function mediaObjectName({
  tenantId,
  messageId,
  mediaId,
}: {
  tenantId: string;
  messageId: string;
  /** Meta's, of which nothing is promised. */
  mediaId: string;
}): string {
  return `tenants/${tenantId}/media/${messageId}/${mediaId.slice(0, 200).replaceAll(/[^\w-]/g, "_")}`;
}

/** Whether a digest is the one that Meta told, which it writes in base64 and has been seen to write in hex. */
export function isDigest(digest: Buffer, told: string): boolean {
  return digest.toString("base64") === told || digest.toString("hex") === told.toLowerCase();
}
