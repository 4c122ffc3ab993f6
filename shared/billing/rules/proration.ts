import { getPlanVersion, type Allowance, type PlanTerms, type PlanVersion } from "./plan.ts";
import type { Period, Segment } from "./subscription.ts";

type Share = { segment: Segment; terms: PlanTerms; startsAt: Date; endsAt: Date };

/** The period's stretches with one plan each, that plan's terms with them. */
function segmentShares(period: Period, versions: readonly PlanVersion[]): Share[] {
  return period.segments.map((segment, index) => ({
    segment,
    terms: getPlanVersion(versions, segment.plan, segment.version).terms,
    startsAt: segment.startsAt,
    endsAt: period.segments[index + 1]?.startsAt ?? period.endsAt,
  }));
}

export type FeePart = { plan: string; startsAt: Date; endsAt: Date; amountMinor: number };

/**
 * The period's fee, stretch by stretch, by their lengths. Rounded down on the running total, so that the parts of equal
 * fees sum to exactly that fee. A trial costs nothing.
 */
export function proratedFees(period: Period, versions: readonly PlanVersion[]): FeePart[] {
  if (period.isTrial) return [];
  const total = lengthMs(period);
  let weighted = 0n;
  let charged = 0n;
  return segmentShares(period, versions).map(({ segment, terms, startsAt, endsAt }) => {
    weighted += BigInt(terms.feeMinor) * lengthMs({ startsAt, endsAt });
    const upToHere = weighted / total;
    const amountMinor = Number(upToHere - charged);
    charged = upToHere;
    return { plan: segment.plan, startsAt, endsAt, amountMinor };
  });
}

/**
 * What the period includes: each plan's allowance by the length of its stretch, rounded up; prices and limits are those
 * of the plan that the period ends with. A trial has its plan's whole allowance and nothing beyond it.
 */
export function periodAllowances(
  period: Period,
  versions: readonly PlanVersion[],
): Record<string, Allowance> {
  const shares = segmentShares(period, versions);
  const last = shares.at(-1);
  if (last === undefined) return {};
  if (period.isTrial) return mapValues(last.terms.allowances, asTrial);
  return mapValues(last.terms.allowances, (allowance, name) => {
    const weighted = shares.reduce(
      (sum, { terms, ...stretch }) => sum + BigInt(terms.allowances[name]?.included ?? 0) * lengthMs(stretch),
      0n,
    );
    const total = lengthMs(period);
    return { ...allowance, included: Number((weighted + total - 1n) / total) };
  });
}

function asTrial(allowance: Allowance): Allowance {
  return { ...allowance, limit: "hard", overage: null };
}

function lengthMs({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): bigint {
  return BigInt(endsAt.getTime() - startsAt.getTime());
}

function mapValues<Value, Result>(
  record: Record<string, Value>,
  map: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
