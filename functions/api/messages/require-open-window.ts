import { hasInboundSince } from "../../../shared/conversations/queries/messages.ts";
import type { Conversation } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { serviceWindowMs } from "../../../shared/conversations/rules/service-window.ts";
import { readMessagingSettings } from "../../../shared/tenants/rules/messaging-settings.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/**
 * Throws the problem `window-closed` where it is certain that WhatsApp refuses anything but a template: the customer has
 * sent nothing, of whatever kind, for a whole day. What a person writes is queued all the same where the tenant has a
 * template for that: it goes in its place, and the words are kept.
 */
export async function requireOpenWindow(
  trx: TenantTransaction,
  { outlet_id: outletId, contact_id: contactId }: Conversation,
  { type, isPerson, now }: { type: string; isPerson: boolean; now: Date },
): Promise<void> {
  if (type === "template") return;
  const dayAgo = new Date(now.getTime() - serviceWindowMs);
  if (await hasInboundSince(trx, { outletId, contactId, since: dayAgo })) return;
  const { windowTemplate } = readMessagingSettings((await findTenant(trx))?.messaging);
  if (isPerson && windowTemplate !== undefined && windowTemplate !== null) return;
  throw new HttpProblem("window-closed", "The customer wrote nothing in the last 24 hours: send a template.");
}
