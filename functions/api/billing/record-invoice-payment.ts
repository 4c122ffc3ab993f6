import { z } from "@hono/zod-openapi";
import { findInvoice } from "../../../shared/billing/queries/invoices.ts";
import { type PaidInvoice, payInvoice } from "../../../shared/billing/pay-invoice.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { emitCrossings } from "../../../shared/billing/crossing-events.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { emitInvoiceNotices } from "../../../shared/billing/invoice-events.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, text } from "../http/schemas.ts";
import { currency, minorUnits } from "./billing-schemas.ts";
import { invoiceSchema, presentInvoice } from "./invoice-schema.ts";

export const recordInvoicePayment = defineRoute(
  {
    method: "post",
    path: "/billing/tenants/{tenantId}/invoices/{invoiceId}/payments",
    operation: "recordInvoicePayment",
    permission: "billing:deposit",
    tag: "Billing",
    summary: "Record money that was paid for an invoice",
    description:
      "Once by its `reference`, the payment's own; all of what is due, or a part of it. When nothing is overdue any more a " +
      "suspension ends. What is paid beyond an invoice belongs on the deposit, which pays invoices and overage.",
    status: 201,
    params: z.object({ tenantId: id, invoiceId: id }),
    body: z.object({
      amountMinor: minorUnits.positive().max(1_000_000_000_000),
      currency,
      reference: text(200).openapi({ example: "bank transfer 4712" }),
      note: text(500).optional().openapi({ example: "The rest of it" }),
    }),
    reply: z
      .object({ paymentId: id, isRepeated: z.boolean(), invoice: invoiceSchema })
      .openapi("RecordedInvoicePayment"),
  },
  async (context) => {
    const { body, params, services } = context;
    const tenantId = requireReach(context.principal, params.tenantId);
    return context.write(tenantId, async (work) => {
      found(await findTenant(work.trx));
      const now = services.now();
      const done = await payInvoice(work.trx, tenantId, params.invoiceId, body, now);
      if (done.kind === "no-invoice") throw new HttpProblem("not-found");
      if (done.kind === "conflict") throw explain(done);
      emitInvoiceNotices(work.emit, done.notices);
      emitCrossings(work.emit, done.crossings);
      if (done.kind === "recorded") {
        await audit(work.trx, context, tenantId, {
          action: "invoice.pay",
          subjectType: "invoice",
          subjectId: params.invoiceId,
          after: { amountMinor: body.amountMinor, currency: body.currency, reference: body.reference },
        });
      }
      const invoice = presentInvoice(found(await findInvoice(work.trx, params.invoiceId)), now);
      return { body: { paymentId: done.paymentId, isRepeated: done.kind === "repeated", invoice } };
    });
  },
);

const reasons = {
  reference: "stands for another payment",
  currency: "is not the currency of the invoice",
  amountMinor: "is more than what is due",
};

function explain({ reason }: Extract<PaidInvoice, { kind: "conflict" }>): HttpProblem {
  return new HttpProblem("conflict", undefined, { errors: [{ field: reason, message: reasons[reason] }] });
}
