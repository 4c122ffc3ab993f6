import { Permanent } from "../../shared/runtime/errors.ts";
import type { EventHandler } from "../../shared/runtime/on-event.ts";
import { createCounter } from "./counter.ts";
import { mailCrossing } from "./mail-crossing.ts";
import { mailInvoice } from "./mail-invoice.ts";
import type { UsageServices } from "./services.ts";

/** Counts one use, together with all others that this instance is given at the moment; or tells admins of something. */
export function createHandler(services: UsageServices): EventHandler<"usage"> {
  const counter = createCounter(services);
  return async (event) => {
    const { tenantId } = event;
    if (event.topic === "quota.crossed") return mailCrossing({ ...event, tenantId }, services);
    if (event.topic === "invoice.changed") return mailInvoice({ ...event, tenantId }, services);
    const { outcome } = await counter.submit({ ...event, tenantId });
    if (outcome === "unknown-outlet")
      throw new Permanent("unknown-outlet", "the tenant has no outlet of this id");
    return { outcome };
  };
}
