import { findMessageFile } from "../../../shared/conversations/queries/message-files.ts";
import { type HeldMedia, listMedia, replaceMedia } from "../../../shared/whatsapp/building/bucket-media.ts";
import { type MediaKind, refuseMedia } from "../../../shared/whatsapp/building/media.ts";
import type { OutboundMessage } from "../../../shared/whatsapp/building/outbound-message.ts";
import { fileNameOf } from "../../../shared/conversations/rules/upload-object-name.ts";
import { type FieldError, HttpProblem } from "../../../shared/runtime/errors.ts";
import type { RouteContext } from "../http/route.ts";
import { fileOfMessage } from "./message-file.ts";

type Scope = Pick<RouteContext, "read" | "services">;
type OwnFile = { objectName: string; name: string | undefined };

/**
 * The message as it is stored: each of its files that is ours as the object in the bucket. Throws the problem that names
 * every file which is not there, is not the tenant's, or would be refused by WhatsApp; the sender looks again.
 */
export async function prepareMedia(
  scope: Scope,
  tenantId: string,
  message: OutboundMessage,
): Promise<OutboundMessage> {
  const files = new Map<string, OwnFile>();
  const errors: FieldError[] = [];
  for (const held of listMedia(message)) {
    const file = await findFile(scope, tenantId, held);
    if (file === undefined) continue;
    const refused =
      "refused" in file ? file.refused : await refuse(scope, message, held.kind, file.objectName);
    if (refused !== undefined) errors.push({ field: fieldOf(held), message: refused });
    if ("objectName" in file) files.set(held.field, file);
  }
  if (errors.length > 0) throw new HttpProblem("invalid", undefined, { errors });
  return named(
    replaceMedia(message, ({ media, field }) => {
      const file = files.get(field);
      return file === undefined ? media : { objectName: file.objectName };
    }),
    files.get("media"),
  );
}

/** Undefined for what is not ours to look at: a link, or WhatsApp's own id. */
async function findFile(
  { read }: Scope,
  tenantId: string,
  { media }: HeldMedia,
): Promise<OwnFile | { refused: string } | undefined> {
  if ("objectName" in media) {
    const { objectName } = media;
    if (!objectName.startsWith(`tenants/${tenantId}/`)) return { refused: "is not a file of the tenant's" };
    return { objectName, name: fileNameOf(objectName) };
  }
  if (!("messageId" in media)) return undefined;
  const message = await read(tenantId, async (trx) => findMessageFile(trx, media.messageId));
  const file = message === undefined ? undefined : fileOfMessage(message);
  return file?.kind === "stored" ? file : { refused: "is not a message whose file is here" };
}

async function refuse(
  { services }: Scope,
  message: OutboundMessage,
  kind: MediaKind,
  objectName: string,
): Promise<string | undefined> {
  const object = await services.mediaObjects.describe(objectName);
  if (object === undefined) return "is not uploaded yet";
  return refuseMedia(kind, object, { isVoice: message.type === "audio" && message.voice === true });
}

function fieldOf({ media, field }: HeldMedia): string {
  return `message.${field}.${Object.keys(media)[0] ?? ""}`;
}

/** A document shows its name, which is the file's unless the message says another. */
function named(message: OutboundMessage, file: OwnFile | undefined): OutboundMessage {
  if (message.type !== "document" || message.filename !== undefined || file?.name === undefined)
    return message;
  return { ...message, filename: file.name.slice(-240) };
}
