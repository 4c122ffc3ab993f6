import type { SendOutcome } from "../../shared/whatsapp/client/whatsapp.ts";
import { type MediaKind, mediaRules, refuseMedia } from "../../shared/whatsapp/building/media.ts";
import { listBucketMedia, replaceBucketMedia } from "../../shared/whatsapp/building/bucket-media.ts";
import type { OutboundMessage } from "../../shared/whatsapp/building/outbound-message.ts";
import type { OutletAccess } from "../../shared/outlets/outlet-access.ts";
import type { SenderServices } from "./services.ts";

type Uploaded =
  | { kind: "ready"; message: OutboundMessage }
  /** The message itself was not sent, so an unknown upload is no unknown send. */
  | Extract<SendOutcome, { kind: "not_sent" | "refused" }>;

/** The message with what lies in our bucket uploaded to WhatsApp; checked first against what WhatsApp takes. */
export async function uploadMedia(
  message: OutboundMessage,
  access: OutletAccess,
  { mediaObjects, whatsapp }: Pick<SenderServices, "mediaObjects" | "whatsapp">,
): Promise<Uploaded> {
  const ids = new Map<string, string>();
  for (const { objectName, kind } of listBucketMedia(message)) {
    const file = await mediaObjects.readFile(objectName, mediaRules[kind].maxBytes).catch(tooLarge);
    const refused =
      file === undefined ? "the file is gone" : refuseMedia(kind, { ...file, sizeBytes: file.bytes.length });
    if (file === undefined || refused !== undefined) return badMedia(refused ?? "", kind);
    const { bytes, contentType } = file;
    const fileName = objectName.split("/").at(-1) ?? "file";
    const uploaded = await whatsapp.uploadMedia({ ...access, bytes, contentType, fileName });
    if (uploaded.kind === "refused") return uploaded;
    if (uploaded.kind !== "uploaded") return { kind: "not_sent", reason: uploaded.reason };
    ids.set(objectName, uploaded.mediaId);
  }
  return { kind: "ready", message: ids.size === 0 ? message : replaceBucketMedia(message, ids) };
}

/** Told as WhatsApp would tell it. */
function badMedia(details: string, _kind: MediaKind): Uploaded {
  return { kind: "refused", code: 131053, httpStatus: 400, title: "Media upload error", details };
}

function tooLarge(error: unknown): { bytes: Uint8Array; contentType: string } | undefined {
  if (error instanceof RangeError) return undefined;
  throw error;
}
