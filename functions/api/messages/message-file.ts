import type { MessageFile } from "../../../shared/conversations/queries/message-files.ts";
import { listBucketMedia } from "../../../shared/whatsapp/building/bucket-media.ts";
import { outboundMessageSchema } from "../../../shared/whatsapp/building/outbound-message.ts";
import { fileNameOf } from "../../../shared/conversations/rules/upload-object-name.ts";

export type FoundFile =
  | { kind: "stored"; objectName: string; name: string | undefined }
  | { kind: "pending" | "removed" | "none" }
  | { kind: "lost"; reason: string };

/** Where a file of the message is: the one that came with it, or of one that we sent the `index`th that lay in our bucket. */
export function fileOfMessage(message: MessageFile, index = 0): FoundFile {
  const { status, object_name: objectName } = message;
  if (status === null || index > 0) return sentFile(message, index);
  if (status === "pending") return { kind: "pending" };
  if (status === "lost") return { kind: "lost", reason: message.reason ?? "unknown" };
  if (status !== "stored" || objectName === null) return { kind: "removed" };
  return { kind: "stored", objectName, name: message.file_name ?? undefined };
}

function sentFile({ direction, content }: MessageFile, index: number): FoundFile {
  const sent = direction === "outbound" ? outboundMessageSchema.safeParse(content).data : undefined;
  const media = sent === undefined ? undefined : listBucketMedia(sent)[index];
  if (media === undefined) return { kind: "none" };
  return { kind: "stored", objectName: media.objectName, name: fileNameOf(media.objectName) };
}
