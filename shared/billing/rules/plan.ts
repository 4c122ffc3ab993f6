import { z } from "zod";

/** From the smallest to the largest: going right is an upgrade. */
export const planCodes = ["starter", "growth", "enterprise"] as const;
export type PlanCode = (typeof planCodes)[number];

/** A price for so many units, in minor units of the plan's currency. */
const overageSchema = z.object({ priceMinor: z.int().nonnegative(), perUnits: z.int().positive() });
export type Overage = z.infer<typeof overageSchema>;

const allowanceSchema = z.object({
  /** Everything that is counted by these meters counts against the allowance. */
  meters: z.array(z.string().min(1)).min(1),
  /** Units in one period. */
  included: z.int().nonnegative(),
  /** `hard`: what comes next is refused beforehand; `soft`: it is counted, and overage is charged. */
  limit: z.enum(["soft", "hard"]),
  /** Null: nothing beyond what is included. */
  overage: overageSchema.nullable(),
  /** Whether the bot keeps still once it is exhausted. */
  stopsBot: z.boolean(),
});
export type Allowance = z.infer<typeof allowanceSchema>;

/** What a plan gives and costs, as `plan_versions` keeps it. */
export const planTermsSchema = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** For one period; drawn pro rata where the plan changes within it. */
  feeMinor: z.int().nonnegative(),
  trialDays: z.int().nonnegative(),
  /** How far the deposit may be overdrawn. */
  creditLimitMinor: z.int().nonnegative(),
  /** Days after which a tenant that still owes overage, or what an invoice asked for, is suspended. */
  debtGraceDays: z.int().nonnegative(),
  /** Days from an invoice until what the deposit did not cover is due. */
  paymentDays: z.int().nonnegative().default(14),
  /** How many of each may exist at a time, and how many bytes of documents; storage without a limit where none is named. */
  capacities: z.object({
    outlets: z.int(),
    users: z.int(),
    documents: z.int(),
    storageBytes: z.int().optional(),
  }),
  allowances: z.record(z.string(), allowanceSchema),
});
export type PlanTerms = z.infer<typeof planTermsSchema>;

export type PlanVersion = { plan: PlanCode; version: number; effectiveFrom: Date; terms: PlanTerms };

/** Below zero when `a` is the smaller plan. */
export function comparePlans(a: PlanCode, b: PlanCode): number {
  return planCodes.indexOf(a) - planCodes.indexOf(b);
}

/** The version whose terms a period that starts then gets; throws when the plan is not sold yet. */
export function planInForce(versions: readonly PlanVersion[], plan: PlanCode, at: Date): PlanVersion {
  const found = versions
    .filter((version) => version.plan === plan && version.effectiveFrom <= at)
    .toSorted((a, b) => b.version - a.version)[0];
  if (found === undefined) throw new RangeError(`the plan ${plan} has no version in force`);
  return found;
}

/** Throws when there is none: plan versions are never deleted. */
export function getPlanVersion(
  versions: readonly PlanVersion[],
  plan: PlanCode,
  version: number,
): PlanVersion {
  const found = versions.find((known) => known.plan === plan && known.version === version);
  if (found === undefined) throw new RangeError(`there is no version ${version} of the plan ${plan}`);
  return found;
}
