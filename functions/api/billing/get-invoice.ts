import { z } from "@hono/zod-openapi";
import { findInvoice } from "../../../shared/billing/queries/invoices.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { invoiceSchema, presentInvoice } from "./invoice-schema.ts";

const params = z.object({ tenantId: id, invoiceId: id });
const common = { method: "get", permission: "billing:read", tag: "Billing", status: 200, params } as const;

export const getInvoice = defineRoute(
  {
    ...common,
    path: "/billing/tenants/{tenantId}/invoices/{invoiceId}",
    operation: "getInvoice",
    summary: "Read an invoice",
    reply: invoiceSchema,
  },
  async ({ principal, params: { tenantId, invoiceId }, read, services }) => {
    const invoice = found(
      await read(requireReach(principal, tenantId), async (trx) => findInvoice(trx, invoiceId)),
    );
    return { body: presentInvoice(invoice, services.now()) };
  },
);

export const getInvoicePdf = defineRoute(
  {
    ...common,
    path: "/billing/tenants/{tenantId}/invoices/{invoiceId}/pdf",
    operation: "getInvoicePdf",
    summary: "Read an invoice as PDF",
    file: "application/pdf",
  },
  async ({ principal, params: { tenantId, invoiceId }, read, services }) => {
    const [tenant, invoice] = await read(requireReach(principal, tenantId), async (trx) => [
      found(await findTenant(trx)),
      found(await findInvoice(trx, invoiceId)),
    ]);
    // Loaded when the first invoice is asked for: it is large, and few requests are for one.
    const { renderInvoice } = await import("./render-invoice.ts");
    const shown = presentInvoice(invoice, services.now());
    const bytes = await renderInvoice(shown, { name: tenant.name, email: tenant.contact_email });
    return { file: { bytes, name: `invoice-${shown.number}.pdf` } };
  },
);
