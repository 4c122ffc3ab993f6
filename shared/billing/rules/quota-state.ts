import { nextChargeAt, type Priced } from "./overage.ts";

/** `warning` is told twice: at 80 and at 95 percent. */
export type QuotaState = "ok" | "warning" | "overage" | "exhausted" | "suspended";

export type QuotaMark = { state: QuotaState; thresholdPercent: number };

/** From the best to the worst. A quota climbs and descends these. */
const quotaMarks = [
  { state: "ok", thresholdPercent: 0 },
  { state: "warning", thresholdPercent: 80 },
  { state: "warning", thresholdPercent: 95 },
  { state: "overage", thresholdPercent: 100 },
  { state: "exhausted", thresholdPercent: 100 },
] as const satisfies readonly QuotaMark[];

const [ok, warning80, warning95, overage, exhausted] = quotaMarks;

/** Money there is for overage: `availableMinor` with the credit; `owedMinor` is overage that nothing was there for. */
export type Funds = { availableMinor: number; owedMinor: number };

/** How much of an allowance is used up; overage lasts as long as the money for it. */
export function quotaMark(used: number, priced: Priced, funds: Funds): QuotaMark {
  const { included } = priced;
  if (used > included || (used === included && included > 0)) {
    if (!canPay(priced, funds)) return exhausted;
    return used > included ? overage : warning95;
  }
  if (used > 0 && used >= thresholdOf(included, 95)) return warning95;
  return used > 0 && used >= thresholdOf(included, 80) ? warning80 : ok;
}

/** Whether there is money for use beyond the included; what costs nothing needs none. */
export function canPay({ overage: price }: Priced, { availableMinor, owedMinor }: Funds): boolean {
  if (price === null) return false;
  return price.priceMinor === 0 || (owedMinor === 0 && availableMinor > 0);
}

/**
 * The marks passed from one to another, the last included: upwards every one between, so that what is told does not
 * depend on how use was batched; downwards the last alone. Without money nothing was ever in overage, and without
 * anything included there was nothing to warn of.
 */
export function passedMarks(
  from: QuotaMark,
  to: QuotaMark,
  { included, wasFunded }: { included: number; wasFunded: boolean },
): QuotaMark[] {
  const [start, end] = [rankOf(from), rankOf(to)];
  if (start === end) return [];
  if (end < start) return [to];
  return quotaMarks
    .slice(start + 1, end + 1)
    .filter(
      (mark) =>
        mark === quotaMarks[end] ||
        (mark.state === "warning" && included > 0) ||
        (mark.state === "overage" && wasFunded),
    );
}

export function rankOf({ state, thresholdPercent }: QuotaMark): number {
  return quotaMarks.findIndex((mark) => mark.state === state && mark.thresholdPercent === thresholdPercent);
}

/** The least use, above the present, at which a charge or a mark may change; undefined: none. */
export function nextAttentionAt(used: number, chargedMinor: number, priced: Priced): number | undefined {
  const { included } = priced;
  const points = [
    thresholdOf(included, 80),
    thresholdOf(included, 95),
    included,
    included + 1,
    nextChargeAt(chargedMinor, priced),
  ];
  const next = Math.min(...(points.filter((point) => point !== undefined && point > used) as number[]));
  return Number.isFinite(next) ? next : undefined;
}

function thresholdOf(included: number, percent: number): number {
  return Math.max(1, Math.ceil((included * percent) / 100));
}
