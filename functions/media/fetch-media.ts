import { createHash } from "node:crypto";
import type { PendingMedia } from "../../shared/conversations/queries/message-media.ts";
import { fitsKind, isDigest, maxMediaBytes, mediaObjectName } from "./media-file.ts";
import { storedType } from "../../shared/files/rules/deliver-file.ts";
import type { OutletAccess } from "../../shared/outlets/outlet-access.ts";
import type { FetchFailure } from "./plan-attempt.ts";
import type { MediaServices } from "./services.ts";

type Stored = { kind: "stored"; objectName: string; sizeBytes: number; mimeType: string; sha256: string };

/** Asks Graph where the file is and streams it into the bucket. Its size, type and hash are checked before it counts. */
export async function fetchMedia(
  { inboundMedia, mediaObjects, log }: Pick<MediaServices, "inboundMedia" | "mediaObjects" | "log">,
  tenantId: string,
  media: PendingMedia & { media_id: string },
  { phoneNumberId, accessToken }: OutletAccess,
): Promise<Stored | FetchFailure> {
  const described = await inboundMedia.describe({ mediaId: media.media_id, phoneNumberId, accessToken });
  if (described.kind === "refused") return { kind: "failed", reason: `error-${described.code}` };
  if (described.kind !== "described") return { kind: "failed", reason: described.reason };
  if ((described.sizeBytes ?? 0) > maxMediaBytes) return { kind: "failed", reason: "too-large", final: true };

  const opened = await inboundMedia.open({ url: described.url, accessToken });
  if (opened.kind === "failed") return opened;
  const contentType = opened.contentType === "" ? (described.mimeType ?? "") : opened.contentType;
  if (!fitsKind(media.type, contentType)) return { kind: "failed", reason: "wrong-type" };

  const objectName = mediaObjectName({ tenantId, messageId: media.message_id, mediaId: media.media_id });
  const told = [media.sha256, described.sha256].filter((hash) => hash !== null && hash !== undefined);
  const seen = { sizeBytes: 0, sha256: "" };
  try {
    const mimeType = storedType(contentType);
    await mediaObjects.write(objectName, checked(opened.bytes, told, described.sizeBytes, seen), mimeType);
    return { kind: "stored", objectName, mimeType, ...seen };
  } catch (error) {
    if (error instanceof BadFile)
      return { kind: "failed", reason: error.reason, final: error.reason === "too-large" };
    log.warn("a customer's file could not be stored", { tenantId, messageId: media.message_id, error });
    return { kind: "failed", reason: "interrupted" };
  }
}

class BadFile extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`the file is refused: ${reason}`);
    this.reason = reason;
  }
}

/** Passes the bytes on; throws at their end, before they are stored, when they are not what Meta told. */
async function* checked(
  bytes: AsyncIterable<Uint8Array>,
  told: readonly string[],
  toldBytes: number | undefined,
  seen: { sizeBytes: number; sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    seen.sizeBytes += chunk.length;
    if (seen.sizeBytes > maxMediaBytes) throw new BadFile("too-large");
    hash.update(chunk);
    yield chunk;
  }
  if (toldBytes !== undefined && seen.sizeBytes !== toldBytes) throw new BadFile("wrong-size");
  const digest = hash.digest();
  if (told.length > 0 && !told.some((one) => isDigest(digest, one))) throw new BadFile("wrong-hash");
  seen.sha256 = digest.toString("base64");
}
