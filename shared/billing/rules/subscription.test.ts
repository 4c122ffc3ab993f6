import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planTermsSchema, type PlanCode, type PlanVersion } from "./plan.ts";
import { periodAllowances, proratedFees } from "./proration.ts";
import {
  cancelSubscription,
  changePlan,
  nextPeriod,
  type Period,
  startSubscription,
  type Subscription,
} from "./subscription.ts";

function sold(
  plan: PlanCode,
  feeMinor: number,
  messages: number,
  version = 1,
  since = "2000-01-01",
): PlanVersion {
  const terms = planTermsSchema.parse({
    currency: "USD",
    feeMinor,
    trialDays: 14,
    creditLimitMinor: 0,
    debtGraceDays: 7,
    capacities: { outlets: 1, users: 1, documents: 1 },
    allowances: {
      messages: {
        meters: ["message.outbound"],
        included: messages,
        limit: "soft",
        overage: { priceMinor: 1, perUnits: 1 },
        stopsBot: true,
      },
    },
  });
  return { plan, version, effectiveFrom: new Date(since), terms };
}

const starter = sold("starter", 3_000, 1_000);
const growth = sold("growth", 9_000, 10_000);
const versions = [
  starter,
  growth,
  sold("enterprise", 50_000, 100_000),
  sold("starter", 4_000, 500, 2, "2026-02-15"),
];
const now = new Date("2026-01-10T12:00:00Z");

function start(withTrial = false) {
  return startSubscription({ version: starter, now, timeZone: "UTC", withTrial });
}

function included(period: Period): number | undefined {
  return periodAllowances(period, versions)["messages"]?.included;
}

function fee(period: Period): number {
  return proratedFees(period, versions).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

describe("a subscription", () => {
  test("starts at once and renews on its day, at the local midnight", () => {
    const { subscription, period } = start();
    expect(period).toMatchObject({ startsAt: now, endsAt: new Date("2026-02-10T00:00:00Z") });
    const next = nextPeriod(subscription, period, versions, "Asia/Jakarta");
    expect(next?.period).toMatchObject({
      startsAt: period.endsAt,
      endsAt: new Date("2026-03-09T17:00:00Z"),
    });
  });

  test("begins with a trial that costs nothing, goes no further than it includes, and becomes paid by itself", () => {
    const { subscription, period } = start(true);
    expect(subscription.status).toBe("trial");
    expect(period.endsAt).toEqual(new Date("2026-01-24T00:00:00Z"));
    expect(fee(period)).toBe(0);
    expect(periodAllowances(period, versions)["messages"]).toMatchObject({
      included: 1_000,
      limit: "hard",
      overage: null,
    });
    const next = nextPeriod(subscription, period, versions, "UTC");
    expect(next?.subscription.status).toBe("active");
    expect(next?.period).toMatchObject({ startsAt: period.endsAt, endsAt: new Date("2026-02-24T00:00:00Z") });
  });

  test("keeps its price until the period ends, and has the new one from the next on", () => {
    const { subscription, period } = start();
    const second = nextPeriod(subscription, period, versions, "UTC");
    const third = second && nextPeriod(second.subscription, second.period, versions, "UTC");
    expect([period, second?.period, third?.period].map((each) => each && fee(each))).toEqual([
      3_000, 3_000, 4_000,
    ]);
  });

  test("moves up at once: fee and allowance by the days that are left", () => {
    const { subscription, period } = start();
    const halfway = new Date((period.startsAt.getTime() + period.endsAt.getTime()) / 2);
    const change = changePlan(subscription, period, growth, halfway);
    if (change.kind !== "upgrade") throw new Error("not an upgrade");
    expect(change.subscription.plan).toBe("growth");
    expect(fee(change.period)).toBe(6_000);
    expect(included(change.period)).toBe(5_500);
  });

  test("moves down with the next period, and changes nothing before", () => {
    const { period } = start();
    const { subscription } = startSubscription({ version: growth, now, timeZone: "UTC", withTrial: false });
    const change = changePlan(subscription, period, starter, now);
    expect(change).toMatchObject({
      kind: "downgrade",
      subscription: { plan: "growth", pendingPlan: "starter" },
    });
    const next = nextPeriod(change.subscription, period, versions, "UTC");
    expect(next?.subscription).toMatchObject({ plan: "starter", pendingPlan: null });
  });

  test("ends with its period once cancelled, unless a plan is chosen again before", () => {
    const { subscription, period } = start();
    const canceled = cancelSubscription(subscription);
    expect(nextPeriod(canceled, period, versions, "UTC")).toBeUndefined();
    const kept = changePlan(canceled, period, starter, now);
    expect(kept.kind).toBe("kept");
    expect(nextPeriod(kept.subscription, period, versions, "UTC")).toBeDefined();
  });
});

describe("over any time, in any zone, with any choices", () => {
  const zones = [
    "UTC",
    "Asia/Jakarta",
    "America/Sao_Paulo",
    "America/New_York",
    "Africa/Cairo",
    "Pacific/Apia",
  ];
  const act = fc.oneof(
    fc.record({
      kind: fc.constant("choose" as const),
      plan: fc.constantFrom<PlanCode>("starter", "growth", "enterprise"),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
    fc.record({ kind: fc.constant("move" as const), zone: fc.constantFrom(...zones) }),
    fc.record({ kind: fc.constant("renew" as const) }),
  );

  test("periods touch, segments fill them, and a fee lies between those of its plans", () => {
    const began = fc.date({
      min: new Date("2023-01-01T00:00:00Z"),
      max: new Date("2028-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        began,
        fc.constantFrom(...zones),
        fc.boolean(),
        fc.array(act, { maxLength: 40 }),
        (at, zone, withTrial, acts) => {
          let timeZone = zone;
          const first = startSubscription({ version: starter, now: at, timeZone, withTrial });
          let subscription: Subscription = first.subscription;
          const periods: Period[] = [first.period];
          for (const each of acts) {
            const last = periods.at(-1) ?? first.period;
            if (each.kind === "move") timeZone = each.zone;
            else if (each.kind === "renew") {
              const next = nextPeriod(subscription, last, versions, timeZone);
              if (next === undefined) break;
              subscription = next.subscription;
              periods.push(next.period);
            } else {
              const since = last.segments.at(-1)?.startsAt ?? last.startsAt;
              const when = new Date(
                since.getTime() + Math.floor((last.endsAt.getTime() - since.getTime()) * each.at),
              );
              const target = versions.find(({ plan }) => plan === each.plan) ?? starter;
              const change = changePlan(subscription, last, target, when);
              subscription = change.subscription;
              if (change.kind === "upgrade") periods[periods.length - 1] = change.period;
            }
          }
          for (const [index, period] of periods.entries()) {
            expect(period.startsAt.getTime()).toBeLessThan(period.endsAt.getTime());
            expect(periods[index + 1]?.startsAt ?? period.endsAt).toEqual(period.endsAt);
            const starts = period.segments.map(({ startsAt }) => startsAt.getTime());
            expect(starts[0]).toBe(period.startsAt.getTime());
            expect(new Set(starts).size).toBe(starts.length);
            expect(starts).toEqual(starts.toSorted((a, b) => a - b));
            expect(period.endsAt.getTime()).toBeGreaterThan(starts.at(-1) ?? 0);
            if (period.isTrial) expect(fee(period)).toBe(0);
            else {
              const fees = period.segments.map(
                ({ plan, version }) =>
                  versions.find((known) => known.plan === plan && known.version === version)?.terms
                    .feeMinor ?? 0,
              );
              expect(fee(period)).toBeGreaterThanOrEqual(Math.min(...fees));
              expect(fee(period)).toBeLessThanOrEqual(Math.max(...fees));
            }
          }
        },
      ),
    );
  });
});
