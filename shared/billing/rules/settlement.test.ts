import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBalanced } from "./ledger.ts";
import { overageCharge } from "./overage.ts";
import { type Balances, planSettlement, type Quota } from "./settlement.ts";

const fresh: Quota = {
  id: "q",
  isOpen: true,
  included: 100,
  overage: { priceMinor: 3, perUnits: 2 },
  used: 0,
  adjusted: 0,
  chargedMinor: 0,
  adjustmentChargedMinor: 0,
  mark: { state: "ok", thresholdPercent: 0 },
};
const balances: Balances = { depositMinor: 50, owedMinor: 0, creditLimitMinor: 0 };

/** What the settlement made of the quotas, as the next one finds them. */
function after(quotas: readonly Quota[], settled: ReturnType<typeof planSettlement>): Quota[] {
  return quotas.map((quota) => ({ ...quota, ...settled.quotas.find(({ id }) => id === quota.id) }));
}

function marks(settled: ReturnType<typeof planSettlement>): string[] {
  return settled.quotas.flatMap(({ passed }) =>
    passed.map(({ state, thresholdPercent }) => `${state} ${thresholdPercent}`),
  );
}

describe("settling", () => {
  test("draws overage from the deposit, then owes what the credit does not cover", () => {
    const settled = planSettlement({ ...balances, creditLimitMinor: 10 }, [{ ...fresh, used: 200 }]);
    expect(settled.balances).toMatchObject({ depositMinor: -10, owedMinor: 90 });
    expect(settled.postings).toEqual([
      {
        kind: "overage",
        quotaId: "q",
        entries: [
          { account: "deposit", amountMinor: 60 },
          { account: "owed", amountMinor: 90 },
          { account: "revenue", amountMinor: -150 },
        ],
      },
    ]);
    expect(marks(settled)).toEqual(["warning 80", "warning 95", "overage 100", "exhausted 100"]);
  });

  test("gives back what a larger allowance now includes, debt first", () => {
    const quota = {
      ...fresh,
      used: 120,
      chargedMinor: 30,
      mark: { state: "exhausted", thresholdPercent: 100 },
    } as const;
    const settled = planSettlement({ depositMinor: 0, owedMinor: 10, creditLimitMinor: 0 }, [
      { ...quota, included: 1_000 },
    ]);
    expect(settled.balances).toMatchObject({ depositMinor: 20, owedMinor: 0 });
    expect(marks(settled)).toEqual(["ok 0"]);
  });

  test("charges late use of a closed period apart, at the price between its totals", () => {
    const closed = { ...fresh, isOpen: false, used: 99, adjusted: 3, chargedMinor: 0 };
    const settled = planSettlement(balances, [closed]);
    expect(settled.postings.map(({ kind }) => kind)).toEqual(["adjustment"]);
    expect(settled.quotas[0]).toMatchObject({ chargedMinor: 0, adjustmentChargedMinor: 3, passed: [] });
  });

  test("warns in time of a quota without overage, and never charges it", () => {
    const hard = { ...fresh, overage: null };
    expect(marks(planSettlement(balances, [{ ...hard, used: 94 }]))).toEqual(["warning 80"]);
    const settled = planSettlement(balances, [{ ...hard, used: 100 }]);
    expect(marks(settled)).toEqual(["warning 80", "warning 95", "exhausted 100"]);
    expect(settled.balances).toEqual(balances);
  });
});

describe("whatever is used and paid", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("use" as const), quota: fc.nat(1), units: fc.nat(60) }),
    fc.record({ kind: fc.constant("pay" as const), amount: fc.nat(120) }),
    fc.record({ kind: fc.constant("include" as const), quota: fc.nat(1), included: fc.nat(300) }),
  );
  const start = fc.record({
    depositMinor: fc.nat(100),
    owedMinor: fc.constant(0),
    creditLimitMinor: fc.nat(50),
  });

  test("every posting balances, the deposit keeps to its credit, charges equal use × price, and twice changes nothing", () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 30 }), (initial, steps) => {
        let books: Balances = initial;
        let quotas: Quota[] = [fresh, { ...fresh, id: "r", included: 0 }];
        for (const act of steps) {
          if (act.kind === "pay") books = { ...books, depositMinor: books.depositMinor + act.amount };
          else {
            quotas = quotas.map((quota, index) => {
              if (index !== act.quota) return quota;
              return act.kind === "use"
                ? { ...quota, used: quota.used + act.units }
                : { ...quota, included: act.included };
            });
          }
          const settled = planSettlement(books, quotas);
          expect(settled.postings.every(({ entries }) => isBalanced(entries))).toBe(true);
          books = settled.balances;
          quotas = after(quotas, settled);
          expect(books.depositMinor).toBeGreaterThanOrEqual(-books.creditLimitMinor);
          expect(books.owedMinor).toBeGreaterThanOrEqual(0);
          for (const quota of quotas) expect(quota.chargedMinor).toBe(overageCharge(quota.used, quota));
          const again = planSettlement(books, quotas);
          expect([again.postings, marks(again), again.balances]).toEqual([[], [], books]);
        }
      }),
    );
  });

  test("what is told of one quota does not depend on how its use was batched", () => {
    fc.assert(
      fc.property(start, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (initial, uses) => {
        const told = new Set<string>();
        let [books, quota] = [initial as Balances, fresh];
        for (const units of uses) {
          const settled = planSettlement(books, [{ ...quota, used: quota.used + units }]);
          for (const mark of marks(settled)) told.add(mark);
          books = settled.balances;
          quota = { ...quota, used: quota.used + units, ...settled.quotas[0] };
        }
        const atOnce = planSettlement(initial, [{ ...fresh, used: quota.used }]);
        expect(books).toEqual(atOnce.balances);
        expect([...told]).toEqual(marks(atOnce));
      }),
    );
  });

  test("nobody has to look before the use that is named: nothing would change", () => {
    fc.assert(
      fc.property(start, fc.nat(300), fc.nat(300), (initial, used, more) => {
        const settled = planSettlement(initial, [{ ...fresh, used }]);
        const [quota] = after([{ ...fresh, used }], settled);
        const attentionAt = settled.quotas[0]?.attentionAt ?? Number.POSITIVE_INFINITY;
        if (quota === undefined || used + more >= attentionAt) return;
        const later = planSettlement(settled.balances, [{ ...quota, used: used + more }]);
        expect([later.postings, marks(later)]).toEqual([[], []]);
      }),
    );
  });
});
