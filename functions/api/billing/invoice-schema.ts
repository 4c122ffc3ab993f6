import { z } from "@hono/zod-openapi";
import type { PeriodInvoice } from "../../../shared/db/billing/invoices.ts";
import { invoiceLinesSchema } from "../../../shared/domain/billing/invoice.ts";
import { id, timestamp } from "../http/schemas.ts";
import { currency, minorUnits } from "./billing-schemas.ts";

export const invoiceSchema = z
  .object({
    id,
    number: z.int(),
    periodStartsAt: timestamp,
    periodEndsAt: timestamp,
    timeZone: z.string(),
    currency,
    lines: invoiceLinesSchema,
    totalMinor: minorUnits,
    paidMinor: minorUnits.openapi({ description: "Drawn from the deposit already" }),
    dueMinor: minorUnits,
    issuedAt: timestamp,
  })
  .openapi("Invoice");

export type ShownInvoice = z.output<typeof invoiceSchema>;

export function presentInvoice(invoice: PeriodInvoice): ShownInvoice {
  return {
    id: invoice.id,
    number: invoice.number,
    periodStartsAt: invoice.starts_at.toISOString(),
    periodEndsAt: invoice.ends_at.toISOString(),
    timeZone: invoice.time_zone,
    currency: invoice.currency,
    lines: invoiceLinesSchema.parse(invoice.lines),
    totalMinor: invoice.total_minor,
    paidMinor: invoice.paid_minor,
    dueMinor: invoice.total_minor - invoice.paid_minor,
    issuedAt: invoice.issued_at.toISOString(),
  };
}
