import { z } from "@hono/zod-openapi";
import { findAccount } from "../../../shared/billing/queries/billing-accounts.ts";
import { topUp } from "../../../shared/billing/top-up.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { emitCrossings } from "../../../shared/billing/crossing-events.ts";
import { emitInvoiceNotices } from "../../../shared/billing/invoice-events.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams, text } from "../http/schemas.ts";
import { currency, minorUnits } from "./billing-schemas.ts";

export const recordDeposit = defineRoute(
  {
    method: "post",
    path: "/billing/tenants/{tenantId}/deposit",
    operation: "recordDeposit",
    permission: "billing:deposit",
    tag: "Billing",
    summary: "Record money that a tenant has paid in",
    description:
      "Once by its `reference`, the payment's own. Debt is paid from it first, then open invoices that it covers, the oldest " +
      "first; a suspension for them ends. Only an operator does this: whoever could credit itself would never pay.",
    status: 201,
    params: tenantIdParams,
    body: z.object({
      amountMinor: minorUnits.positive().max(1_000_000_000_000),
      currency,
      reference: text(200).openapi({ example: "bank transfer 4711" }),
      note: text(500).optional().openapi({ example: "By Kopi Kita's bank" }),
    }),
    reply: z
      .object({
        depositId: id,
        isRepeated: z.boolean(),
        currency,
        balanceMinor: minorUnits,
        owedMinor: minorUnits,
      })
      .openapi("RecordedDeposit", {
        example: {
          depositId: "01980000-0000-7000-8000-000000000020",
          isRepeated: false,
          currency: "USD",
          balanceMinor: 5_000,
          owedMinor: 0,
        },
      }),
  },
  async (context) => {
    const { body, services } = context;
    const tenantId = requireReach(context.principal, context.params.tenantId);
    return context.write(tenantId, async (work) => {
      found(await findTenant(work.trx));
      const done = await topUp(work.trx, tenantId, body, services.now());
      if (done.kind === "conflict") throw explain(done.reason);
      emitCrossings(work.emit, done.crossings);
      emitInvoiceNotices(work.emit, done.notices);
      const account = found(await findAccount(work.trx));
      if (done.kind === "recorded") {
        await audit(work.trx, context, tenantId, {
          action: "deposit.record",
          subjectType: "deposit",
          subjectId: done.depositId,
          after: { amountMinor: body.amountMinor, currency: body.currency, reference: body.reference },
        });
      }
      return {
        body: {
          depositId: done.depositId,
          isRepeated: done.kind === "repeated",
          currency: account.currency,
          balanceMinor: account.deposit_minor,
          owedMinor: account.owed_minor,
        },
      };
    });
  },
);

function explain(reason: "reference" | "currency"): HttpProblem {
  const message =
    reason === "reference" ? "stands for another payment" : "is not the currency of the tenant's account";
  return new HttpProblem("conflict", undefined, { errors: [{ field: reason, message }] });
}
