import { z } from "@hono/zod-openapi";
import { type DepositMovement, listDepositMovements } from "../../../shared/billing/queries/ledger.ts";
import { ledgerKinds } from "../../../shared/billing/rules/ledger.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { askedPage, pageOf, timeQuery, toPage } from "../http/page.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams, timestamp } from "../http/schemas.ts";
import { currency, minorUnits } from "./billing-schemas.ts";

const movementSchema = z
  .object({
    id,
    kind: z.enum(ledgerKinds),
    amountMinor: minorUnits.openapi({ description: "Above zero: paid in or given back; below: drawn" }),
    balanceMinor: minorUnits.nullable(),
    currency,
    allowance: z.string().nullable(),
    note: z.string().nullable(),
    at: timestamp,
  })
  .openapi("DepositMovement");

export const listDepositMovementsRoute = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/deposit/ledger",
    operation: "listDepositMovements",
    permission: "billing:read",
    tag: "Billing",
    summary: "List what moved a tenant's deposit",
    description: "Each with the balance after it.",
    status: 200,
    params: tenantIdParams,
    query: timeQuery("desc"),
    reply: pageOf(movementSchema),
  },
  async ({ principal, params, query, read }) => {
    const rows = await read(requireReach(principal, params.tenantId), async (trx) => {
      found(await findTenant(trx));
      return listDepositMovements(trx, askedPage(query));
    });
    return { body: toPage(rows, query.limit, present) };
  },
);

function present({ at, ...movement }: DepositMovement): z.output<typeof movementSchema> {
  return { ...movement, at: at.toISOString() };
}
