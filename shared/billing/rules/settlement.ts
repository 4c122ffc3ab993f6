import { entriesOf, type LedgerEntry, type LedgerKind } from "./ledger.ts";
import { overageCharge, type Priced } from "./overage.ts";
import { canPay, nextAttentionAt, passedMarks, quotaMark, type QuotaMark } from "./quota-state.ts";

/** A tenant's money: what is on deposit, what it owes for overage, how far the deposit may go below zero. */
export type Balances = { depositMinor: number; owedMinor: number; creditLimitMinor: number };

/** An allowance of one period, with what was counted against it and charged for it so far. */
export type Quota = Priced & {
  id: string;
  isOpen: boolean;
  used: number;
  /** Counted after its period had closed. */
  adjusted: number;
  chargedMinor: number;
  adjustmentChargedMinor: number;
  mark: QuotaMark;
};

export type Posting = { kind: LedgerKind; quotaId?: string; entries: LedgerEntry[] };

export type QuotaChange = {
  id: string;
  chargedMinor: number;
  adjustmentChargedMinor: number;
  mark: QuotaMark;
  attentionAt: number | undefined;
  /** Marks that were passed by this, in order. */
  passed: QuotaMark[];
};

export type Settlement = { balances: Balances; postings: Posting[]; quotas: QuotaChange[] };

/**
 * Brings a tenant's books up to its counters: refunds what an upgrade now includes, pays old debt, charges new overage
 * to the deposit as far as it and the credit go and the rest as owed, and moves each quota's state. Doing it twice
 * does nothing the second time.
 */
export function planSettlement(balances: Balances, quotas: readonly Quota[]): Settlement {
  const postings: Posting[] = [];
  let now = balances;
  const dues = quotas.map((quota) => dueOf(quota));
  const availableBefore = available(now);

  for (const { quota, dueMinor } of dues) {
    if (dueMinor >= 0) continue;
    const { after, posting } = refund(now, quota.id, -dueMinor);
    now = after;
    postings.push(posting);
  }
  const payment = payDebt(now);
  if (payment !== undefined) {
    now = payment.after;
    postings.push(payment.posting);
  }
  for (const { quota, dueMinor, lateDueMinor } of dues) {
    for (const [kind, amount] of [
      ["overage", dueMinor],
      ["adjustment", lateDueMinor],
    ] as const) {
      if (amount <= 0) continue;
      const { after, posting } = charge(now, quota.id, kind, amount);
      now = after;
      postings.push(posting);
    }
  }
  const funds = { availableMinor: available(now), owedMinor: now.owedMinor };
  const changes = dues.map(({ quota, dueMinor, lateDueMinor }): QuotaChange => {
    const chargedMinor = quota.chargedMinor + dueMinor;
    const mark = quota.isOpen ? quotaMark(quota.used, quota, funds) : quota.mark;
    return {
      id: quota.id,
      chargedMinor,
      adjustmentChargedMinor: quota.adjustmentChargedMinor + lateDueMinor,
      mark,
      attentionAt: quota.isOpen ? nextAttentionAt(quota.used, chargedMinor, quota) : undefined,
      passed: passedMarks(quota.mark, mark, {
        included: quota.included,
        wasFunded: canPay(quota, { availableMinor: availableBefore, owedMinor: 0 }),
      }),
    };
  });
  return { balances: now, postings, quotas: changes };
}

/** What is still to be charged; a closed period's total stands, and what came late is charged apart. */
function dueOf(quota: Quota): { quota: Quota; dueMinor: number; lateDueMinor: number } {
  const own = overageCharge(quota.used, quota);
  if (quota.isOpen) return { quota, dueMinor: own - quota.chargedMinor, lateDueMinor: 0 };
  const late = overageCharge(quota.used + quota.adjusted, quota) - own;
  return { quota, dueMinor: 0, lateDueMinor: late - quota.adjustmentChargedMinor };
}

function available({ depositMinor, creditLimitMinor }: Balances): number {
  return Math.max(0, depositMinor + creditLimitMinor);
}

function charge(
  balances: Balances,
  quotaId: string,
  kind: "overage" | "adjustment",
  amount: number,
): { after: Balances; posting: Posting } {
  const drawn = Math.min(amount, available(balances));
  const owed = amount - drawn;
  return {
    after: {
      ...balances,
      depositMinor: balances.depositMinor - drawn,
      owedMinor: balances.owedMinor + owed,
    },
    posting: { kind, quotaId, entries: entriesOf({ deposit: drawn, owed, revenue: -amount }) },
  };
}

function refund(balances: Balances, quotaId: string, amount: number): { after: Balances; posting: Posting } {
  const forgiven = Math.min(amount, balances.owedMinor);
  const returned = amount - forgiven;
  return {
    after: {
      ...balances,
      depositMinor: balances.depositMinor + returned,
      owedMinor: balances.owedMinor - forgiven,
    },
    posting: {
      kind: "refund",
      quotaId,
      entries: entriesOf({ revenue: amount, owed: -forgiven, deposit: -returned }),
    },
  };
}

function payDebt(balances: Balances): { after: Balances; posting: Posting } | undefined {
  const paid = Math.min(balances.owedMinor, available(balances));
  if (paid === 0) return undefined;
  return {
    after: {
      ...balances,
      depositMinor: balances.depositMinor - paid,
      owedMinor: balances.owedMinor - paid,
    },
    posting: { kind: "debt_payment", entries: entriesOf({ deposit: paid, owed: -paid }) },
  };
}
