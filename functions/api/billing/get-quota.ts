import { z } from "@hono/zod-openapi";
import { findAccount } from "../../../shared/billing/queries/billing-accounts.ts";
import { countCapacities } from "../../../shared/billing/capacities.ts";
import { dueOf, listOpenInvoices } from "../../../shared/billing/queries/invoices.ts";
import { openPeriods, termsOf } from "../../../shared/billing/open-periods.ts";
import { listPlanVersions } from "../../../shared/billing/queries/plan-versions.ts";
import { listQuotas, pricedOf } from "../../../shared/billing/queries/quotas.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { Quota as QuotaRow } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, tenantIdParams } from "../http/schemas.ts";
import {
  currency,
  minorUnits,
  overageSchema,
  periodSchema,
  planCode,
  presentPeriod,
} from "./billing-schemas.ts";

const allowanceSchema = z.object({
  name: z.string(),
  state: z.enum(["ok", "warning", "overage", "exhausted"]),
  included: z.int(),
  used: z.int(),
  reserved: z
    .int()
    .openapi({ description: "Held by sends under way, and by accepted ones that are not counted yet" }),
  remaining: z.int(),
  percent: z.number(),
  limit: z.enum(["soft", "hard"]),
  overage: overageSchema,
  chargedMinor: minorUnits,
});

const quotaExample = {
  tenantId: "01900000-0000-7000-8000-00000000a000",
  plan: "starter",
  state: "ok",
  period: {
    id: "01980000-0000-7000-8000-000000000001",
    startsAt: "2026-02-28T17:00:00.000Z",
    endsAt: "2026-03-31T17:00:00.000Z",
    timeZone: "Asia/Jakarta",
    isTrial: false,
  },
  allowances: [
    {
      name: "messages",
      state: "overage",
      included: 10_000,
      used: 10_250,
      reserved: 3,
      remaining: 0,
      percent: 102.5,
      limit: "soft",
      overage: { priceMinor: 150, perUnits: 100 },
      chargedMinor: 375,
    },
  ],
  capacities: [{ name: "outlets", included: 1, used: 1 }],
  deposit: { currency: "USD", balanceMinor: 4_625, creditLimitMinor: 0, owedMinor: 0, invoicesDueMinor: 0 },
} as const;

const quotaSchema = z
  .object({
    tenantId: id,
    plan: planCode.nullable(),
    state: z.enum(["ok", "exhausted", "suspended"]).openapi({
      description:
        "`exhausted` and `suspended`: the bot keeps still; messages are stored and handed to humans",
    }),
    period: periodSchema.nullable(),
    allowances: z.array(allowanceSchema),
    capacities: z.array(z.object({ name: z.string(), included: z.int(), used: z.int() })).openapi({
      description: "What may exist at a time: outlets, users, documents, and their bytes as `storageBytes`",
    }),
    deposit: z.object({
      currency,
      balanceMinor: minorUnits,
      creditLimitMinor: minorUnits,
      owedMinor: minorUnits.openapi({ description: "For overage of this period that nothing was there for" }),
      invoicesDueMinor: minorUnits.openapi({ description: "What is due of invoices" }),
    }),
  })
  .openapi("Quota", { example: quotaExample });

export const getQuota = defineRoute(
  {
    method: "get",
    path: "/billing/tenants/{tenantId}/quota",
    operation: "getQuota",
    permission: "billing:read",
    tag: "Billing",
    summary: "Read what a tenant may still use in this period",
    status: 200,
    params: tenantIdParams,
    reply: quotaSchema,
  },
  async ({ principal, params, read, services }) => {
    const tenantId = requireReach(principal, params.tenantId);
    const body = await read(tenantId, async (trx) => load(trx, tenantId, services.now()));
    return { body };
  },
);

async function load(
  trx: TenantTransaction,
  tenantId: string,
  now: Date,
): Promise<z.output<typeof quotaSchema>> {
  const before = found(await findTenant(trx));
  // Where a period has just ended, the next one is what is asked for.
  const period = await openPeriods(trx, now);
  const tenant = period === undefined ? before : found(await findTenant(trx));
  const [account, quotas, counts, open] = [
    await findAccount(trx),
    period === undefined ? [] : await listQuotas(trx, period.id),
    await countCapacities(trx),
    await listOpenInvoices(trx),
  ];
  const terms = period === undefined ? undefined : termsOf(period, await listPlanVersions(trx));
  return {
    tenantId,
    plan: period?.segments.at(-1)?.plan ?? null,
    state: tenant.quota_state,
    period: period === undefined ? null : presentPeriod(period),
    allowances: quotas.map(presentAllowance),
    capacities: Object.entries(terms?.capacities ?? {}).map(([name, included = 0]) => ({
      name,
      included,
      used: counts[name as keyof typeof counts],
    })),
    deposit: {
      currency: account?.currency ?? "USD",
      balanceMinor: account?.deposit_minor ?? 0,
      creditLimitMinor: account?.credit_limit_minor ?? 0,
      owedMinor: account?.owed_minor ?? 0,
      invoicesDueMinor: open.reduce((sum, invoice) => sum + dueOf(invoice), 0),
    },
  };
}

function presentAllowance(quota: QuotaRow): z.output<typeof allowanceSchema> {
  const { used, included } = quota;
  const reserved = quota.reserved + quota.committed;
  return {
    name: quota.allowance,
    state: quota.state,
    included,
    used,
    reserved,
    remaining: Math.max(0, included - used - reserved),
    percent: included === 0 ? 0 : Math.round((1000 * used) / included) / 10,
    limit: quota.is_hard ? "hard" : "soft",
    overage: pricedOf(quota).overage,
    chargedMinor: quota.charged_minor,
  };
}
