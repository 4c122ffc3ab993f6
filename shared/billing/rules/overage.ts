import type { Overage } from "./plan.ts";

/** A period's allowance as it is priced. */
export type Priced = { included: number; overage: Overage | null };

/**
 * What use beyond the included costs, in minor units, rounded down. Always of the whole period's use: what a single
 * event costs is the difference to before, so that the sum never depends on how events were batched.
 */
export function overageCharge(used: number, { included, overage }: Priced): number {
  if (overage === null || used <= included) return 0;
  return Number((BigInt(used - included) * BigInt(overage.priceMinor)) / BigInt(overage.perUnits));
}

/** The least use that costs more than `chargedMinor`; undefined where no use ever does. */
export function nextChargeAt(chargedMinor: number, { included, overage }: Priced): number | undefined {
  if (overage === null || overage.priceMinor === 0) return undefined;
  const [price, per] = [BigInt(overage.priceMinor), BigInt(overage.perUnits)];
  const units = ((BigInt(chargedMinor) + 1n) * per + price - 1n) / price;
  return included + Number(units);
}
