import type { EventOf } from "../../shared/contracts/topics.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { counterOf } from "./counter.ts";
import { mailCrossing } from "./mail-crossing.ts";
import { mailInvoice } from "./mail-invoice.ts";

/** Counts one use, together with all others that this instance is given at the moment; or tells admins of something. */
export async function handle(
  event: EventOf<"usage.recorded" | "quota.crossed" | "invoice.changed">,
  services: Services<"usage">,
): Promise<Outcome> {
  const { tenantId } = event;
  if (tenantId === undefined) throw new Permanent("no-tenant", "the event names no tenant");
  if (event.topic === "quota.crossed") return mailCrossing({ ...event, tenantId }, services);
  if (event.topic === "invoice.changed") return mailInvoice({ ...event, tenantId }, services);
  const { outcome } = await counterOf(services).submit({ ...event, tenantId });
  if (outcome === "unknown-outlet")
    throw new Permanent("unknown-outlet", "the tenant has no outlet of this id");
  return { outcome };
}
