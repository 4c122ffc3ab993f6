import { z } from "@hono/zod-openapi";
import { dueOf, type PeriodInvoice } from "../../../shared/billing/queries/invoices.ts";
import { invoiceLinesSchema } from "../../../shared/billing/rules/invoice.ts";
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
    paidMinor: minorUnits.openapi({ description: "By the deposit, and from outside" }),
    dueMinor: minorUnits,
    status: z.enum(["open", "overdue", "paid"]),
    issuedAt: timestamp,
    dueAt: timestamp.openapi({ description: "When what the deposit did not cover has to be paid" }),
    paidAt: timestamp.nullable(),
  })
  .openapi("Invoice", {
    example: {
      id: "01980000-0000-7000-8000-000000000040",
      number: 3,
      periodStartsAt: "2026-02-28T17:00:00.000Z",
      periodEndsAt: "2026-03-31T17:00:00.000Z",
      timeZone: "Asia/Jakarta",
      currency: "USD",
      lines: [
        {
          kind: "subscription",
          description: "Plan starter",
          from: "2026-02-28T17:00:00.000Z",
          to: "2026-03-31T17:00:00.000Z",
          amountMinor: 2_900,
        },
        {
          kind: "overage",
          description: "Beyond the 10000 messages included",
          quantity: 250,
          priceMinor: 150,
          perUnits: 100,
          amountMinor: 375,
        },
      ],
      totalMinor: 3_275,
      paidMinor: 375,
      dueMinor: 2_900,
      status: "open",
      issuedAt: "2026-03-31T23:00:00.000Z",
      dueAt: "2026-04-14T23:00:00.000Z",
      paidAt: null,
    },
  });

export type ShownInvoice = z.output<typeof invoiceSchema>;

export function presentInvoice(invoice: PeriodInvoice, now: Date): ShownInvoice {
  const dueMinor = dueOf(invoice);
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
    dueMinor,
    status: dueMinor === 0 ? "paid" : invoice.due_at <= now ? "overdue" : "open",
    issuedAt: invoice.issued_at.toISOString(),
    dueAt: invoice.due_at.toISOString(),
    paidAt: invoice.paid_at?.toISOString() ?? null,
  };
}
