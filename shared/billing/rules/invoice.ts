import { z } from "zod";
import type { Overage } from "./plan.ts";
import type { FeePart } from "./proration.ts";

const invoiceLineSchema = z.object({
  kind: z.enum(["subscription", "overage", "adjustment"]),
  description: z.string(),
  /** Units beyond what was included; a subscription has none. */
  quantity: z.int().optional(),
  priceMinor: z.int().optional(),
  perUnits: z.int().optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  amountMinor: z.int(),
});
export const invoiceLinesSchema = z.array(invoiceLineSchema);
export type InvoiceLine = z.infer<typeof invoiceLineSchema>;

export type OverageFacts = {
  allowance: string;
  used: number;
  included: number;
  overage: Overage | null;
  chargedMinor: number;
};

export type AdjustmentFacts = {
  allowance: string;
  /** The closed period that the late use belongs to. */
  periodStartsAt: Date;
  amountMinor: number;
};

/** A period's lines: the fee by stretches, what was used beyond the included, and what came late of earlier periods. */
export function composeInvoice(facts: {
  fees: readonly FeePart[];
  overages: readonly OverageFacts[];
  adjustments: readonly AdjustmentFacts[];
}): { lines: InvoiceLine[]; totalMinor: number } {
  const lines = [
    ...facts.fees.map(feeLine),
    ...facts.overages.filter(({ used, included }) => used > included).map(overageLine),
    ...facts.adjustments.filter(({ amountMinor }) => amountMinor !== 0).map(adjustmentLine),
  ];
  return { lines, totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0) };
}

function feeLine({ plan, startsAt, endsAt, amountMinor }: FeePart): InvoiceLine {
  return {
    kind: "subscription",
    description: `Plan ${plan}`,
    from: startsAt.toISOString(),
    to: endsAt.toISOString(),
    amountMinor,
  };
}

function overageLine({ allowance, used, included, overage, chargedMinor }: OverageFacts): InvoiceLine {
  return {
    kind: "overage",
    description: `Beyond the ${included} ${allowance} included`,
    quantity: used - included,
    ...(overage === null ? {} : overage),
    amountMinor: chargedMinor,
  };
}

function adjustmentLine({ allowance, periodStartsAt, amountMinor }: AdjustmentFacts): InvoiceLine {
  return {
    kind: "adjustment",
    description: `Late use of ${allowance}, of the period from ${periodStartsAt.toISOString()}`,
    amountMinor,
  };
}
