import {
  type OutboundMessage,
  outboundMessageSchema,
} from "../../shared/whatsapp/building/outbound-message.ts";
import { listBucketMedia } from "../../shared/whatsapp/building/bucket-media.ts";
import { refuseTemplate } from "../../shared/templates/rules/template-state.ts";
import { findTemplate } from "../../shared/templates/queries/message-templates.ts";
import type { Contact, Message } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { OutletAccess } from "../../shared/outlets/outlet-access.ts";
import type { Settled } from "./settled.ts";

/** The message as it was stored: its content, or for a text its body. Undefined when that is no message of ours. */
export function readContent({ type, content, body }: Message): OutboundMessage | undefined {
  if (type === "text" && content === null) return { type: "text", text: body ?? "" };
  return outboundMessageSchema.safeParse(content).data;
}

/** Why the content must not be sent to the customer now, or undefined. */
export async function refuseContent(
  trx: TenantTransaction,
  {
    content,
    contact,
    access,
    tenantId,
  }: { content: OutboundMessage | undefined; contact: Contact; access: OutletAccess; tenantId: string },
): Promise<Settled | undefined> {
  if (content === undefined) return { status: "failed", errorDetail: "invalid-content" };
  const isOwn = listBucketMedia(content).every(({ objectName }) =>
    objectName.startsWith(`tenants/${tenantId}/`),
  );
  if (!isOwn) return { status: "failed", errorDetail: "invalid-content" };
  if (content.type !== "template") return undefined;
  const template = await findTemplate(trx, { ...content, businessAccountId: access.businessAccountId });
  // One that was never listed may be there all the same: WhatsApp knows.
  if (template === undefined) return undefined;
  const reason = refuseTemplate(template.status);
  if (reason !== undefined) return { status: "failed", errorDetail: reason };
  // Only marketing: what was ordered, paid or asked for goes on.
  if (template.category === "MARKETING" && contact.opted_out_at !== null)
    return { status: "canceled", errorDetail: "opted-out" };
  return undefined;
}
