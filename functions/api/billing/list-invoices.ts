import { listInvoices } from "../../../shared/billing/queries/invoices.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
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
    description: "One for each period.",
    status: 200,
    params: tenantIdParams,
    query: timeQuery("desc"),
    reply: pageOf(invoiceSchema),
  },
  async ({ principal, params, query, read, services }) => {
    const rows = await read(requireReach(principal, params.tenantId), async (trx) => {
      found(await findTenant(trx));
      return listInvoices(trx, askedPage(query));
    });
    const now = services.now();
    return { body: toPage(rows, query.limit, (invoice) => presentInvoice(invoice, now)) };
  },
);
