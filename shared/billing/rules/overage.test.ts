import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextChargeAt, overageCharge } from "./overage.ts";

const priced = fc.record({
  included: fc.nat(1_000_000),
  overage: fc.record({ priceMinor: fc.nat(5_000), perUnits: fc.integer({ min: 1, max: 1_000_000 }) }),
});

describe("overage", () => {
  test("costs nothing within what is included, and the price by units beyond it, rounded down", () => {
    const plan = { included: 1_000, overage: { priceMinor: 150, perUnits: 100 } };
    expect([0, 1_000, 1_001, 1_003, 1_100].map((used) => overageCharge(used, plan))).toEqual([
      0, 0, 1, 4, 150,
    ]);
    expect(overageCharge(5_000, { included: 10, overage: null })).toBe(0);
  });

  test("is exact beyond what a number holds", () => {
    const plan = { included: 0, overage: { priceMinor: 9_999, perUnits: 1_000_000 } };
    expect(overageCharge(9_000_000_000_001, plan)).toBe(89_991_000_000);
  });

  test("sums to the same however the use comes in", () => {
    fc.assert(
      fc.property(priced, fc.array(fc.nat(10_000)), (plan, uses) => {
        let [used, charged] = [0, 0];
        for (const use of uses) {
          const before = overageCharge(used, plan);
          used += use;
          charged += overageCharge(used, plan) - before;
        }
        expect(charged).toBe(overageCharge(used, plan));
      }),
    );
  });

  test("rises first exactly at the use that is named for it", () => {
    fc.assert(
      fc.property(priced, fc.nat(100_000), (plan, charged) => {
        const at = nextChargeAt(charged, plan);
        if (at === undefined) expect(plan.overage.priceMinor).toBe(0);
        else {
          expect(overageCharge(at, plan)).toBeGreaterThan(charged);
          expect(overageCharge(at - 1, plan)).toBeLessThanOrEqual(charged);
        }
      }),
    );
  });
});
