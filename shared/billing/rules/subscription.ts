import { comparePlans, planInForce, type PlanCode, type PlanVersion } from "./plan.ts";
import { dayStart, localDate, periodBoundary, periodIndexAt } from "./period-boundary.ts";

type SubscriptionStatus = "trial" | "active" | "past_due" | "canceled" | "suspended";

export type Subscription = {
  status: SubscriptionStatus;
  /** The plan now. */
  plan: PlanCode;
  /** The local day on which paid periods begin; each month's own is counted from it. */
  anchorDate: string;
  startedAt: Date;
  trialEndsAt: Date | null;
  /** A smaller plan, from the next period on. */
  pendingPlan: PlanCode | null;
  cancelAtPeriodEnd: boolean;
};

/** From then on, until the next segment or the period's end, the period has this plan. */
export type Segment = { startsAt: Date; plan: PlanCode; version: number };

export type Period = {
  /** Counted from the anchor; a trial comes before the first. */
  index: number;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  isTrial: boolean;
  segments: readonly Segment[];
};

/** A new subscription with its first period, which is the trial where the plan has one and the tenant is new to it. */
export function startSubscription(facts: {
  version: PlanVersion;
  now: Date;
  timeZone: string;
  withTrial: boolean;
}): { subscription: Subscription; period: Period } {
  const { version, now, timeZone } = facts;
  const { plan } = version;
  const trialDays = facts.withTrial ? version.terms.trialDays : 0;
  const trialEndsAt = trialDays > 0 ? dayStart(now, trialDays, timeZone) : null;
  const anchorDate = localDate(trialEndsAt ?? now, timeZone);
  const period = {
    index: trialEndsAt === null ? 0 : -1,
    startsAt: now,
    endsAt: trialEndsAt ?? periodBoundary(anchorDate, 1, timeZone),
    timeZone,
    isTrial: trialEndsAt !== null,
    segments: [{ startsAt: now, plan, version: version.version }],
  };
  const subscription = {
    status: trialEndsAt === null ? ("active" as const) : ("trial" as const),
    plan,
    anchorDate,
    startedAt: now,
    trialEndsAt,
    pendingPlan: null,
    cancelAtPeriodEnd: false,
  };
  return { subscription, period };
}

/** The first period of a subscription that has none yet: the one that holds `now`. */
export function firstPeriod(
  subscription: Subscription,
  versions: readonly PlanVersion[],
  now: Date,
  timeZone: string,
): Period {
  const { anchorDate, startedAt, plan } = subscription;
  const index = periodIndexAt(anchorDate, now, timeZone);
  const boundary = periodBoundary(anchorDate, index, timeZone);
  const startsAt = boundary < startedAt && startedAt <= now ? startedAt : boundary;
  const { version } = planInForce(versions, plan, startsAt);
  const endsAt = periodBoundary(anchorDate, index + 1, timeZone);
  return { index, startsAt, endsAt, timeZone, isTrial: false, segments: [{ startsAt, plan, version }] };
}

/**
 * The period after this one, which begins where it ends, with the plan's version in force then; undefined where the
 * subscription ends with it. A changed time zone moves the far end only, so that periods always touch.
 */
export function nextPeriod(
  subscription: Subscription,
  last: Period,
  versions: readonly PlanVersion[],
  timeZone: string,
): { subscription: Subscription; period: Period } | undefined {
  if (subscription.cancelAtPeriodEnd || subscription.status === "canceled") return undefined;
  const plan = subscription.pendingPlan ?? subscription.plan;
  const startsAt = last.endsAt;
  const { version } = planInForce(versions, plan, startsAt);
  const index = last.index + 1;
  const endsAt = periodBoundary(subscription.anchorDate, index + 1, timeZone);
  return {
    subscription: {
      ...subscription,
      plan,
      pendingPlan: null,
      status: subscription.status === "trial" ? "active" : subscription.status,
    },
    period: { index, startsAt, endsAt, timeZone, isTrial: false, segments: [{ startsAt, plan, version }] },
  };
}

export type PlanChange =
  | { kind: "upgrade"; subscription: Subscription; period: Period }
  | { kind: "downgrade" | "kept"; subscription: Subscription };

/**
 * A larger plan counts at once, for the rest of the period; a smaller one from the next period on; the same takes back
 * a downgrade that waits. Whoever chooses a plan stays: a cancellation that waits is taken back too.
 */
export function changePlan(
  subscription: Subscription,
  period: Period,
  target: PlanVersion,
  now: Date,
): PlanChange {
  const { plan } = target;
  const staying = { ...subscription, cancelAtPeriodEnd: false, pendingPlan: null };
  const step = comparePlans(plan, subscription.plan);
  if (step === 0) return { kind: "kept", subscription: staying };
  if (step < 0) return { kind: "downgrade", subscription: { ...staying, pendingPlan: plan } };
  const earlier = period.segments.filter((segment) => segment.startsAt < now);
  const segments = [...earlier, { startsAt: now, plan, version: target.version }];
  return { kind: "upgrade", subscription: { ...staying, plan }, period: { ...period, segments } };
}

/** Ends with the period; until then everything goes on. */
export function cancelSubscription(subscription: Subscription): Subscription {
  return { ...subscription, cancelAtPeriodEnd: true, pendingPlan: null };
}
