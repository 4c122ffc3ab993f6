import { listInvoices } from "../../../shared/billing/queries/invoices.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { pageOf, pageQuery, toPage } from "../http/page.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { tenantIdParams } from "../http/schemas.ts";
import { invoiceSchema, presentInvoice } from "./invoice-schema.ts";

export const listInvoicesRoute = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/invoices",
    operation: "listInvoices",
    permission: "billing:read",
    tag: "Billing",
    summary: "List a tenant's invoices",
    description: "One for each period, the newest first.",
    status: 200,
    params: tenantIdParams,
    query: pageQuery,
    reply: pageOf(invoiceSchema),
  },
  async ({ principal, params, query: { limit, cursor }, read, services }) => {
    const rows = await read(requireReach(principal, params.tenantId), async (trx) => {
      found(await findTenant(trx));
      return listInvoices(trx, { before: cursor?.id, limit: limit + 1 });
    });
    const now = services.now();
    return { body: toPage(rows, limit, (invoice) => presentInvoice(invoice, now)) };
  },
);
