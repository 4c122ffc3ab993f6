/** How fast a token bucket lets messages go: one every so often, and so many at once after a rest. */
export type Pace = { everyMs: number; burst: number };

/** Meta's limit for one customer of one number: one message in 6 seconds, up to 45 of them at once. */
export const pairPace: Pace = { everyMs: 6_000, burst: 45 };

/** Our word for the level of a number that is used in the WhatsApp Business app as well. */
export const coexistenceLevel = "COEXISTENCE";

/**
 * The level that a number has after Graph was asked, which mostly says nothing of the phone app: a number that is known
 * to be used there keeps its lower limit until Graph says that it is not.
 */
export function nextThroughput(
  known: string | null,
  told: { throughputLevel?: string | undefined; isUsedInApp?: boolean | undefined },
): string | null {
  if (told.isUsedInApp === true || (known === coexistenceLevel && told.isUsedInApp !== false))
    return coexistenceLevel;
  return told.throughputLevel ?? null;
}

const usualPerSecond = 80;
const perSecondByLevel: Record<string, number> = {
  HIGH: 1_000,
  STANDARD: usualPerSecond,
  [coexistenceLevel]: 20,
};

/** Meta's limit for one number, by its throughput level; the usual one where that is not known. */
export function numberPace(throughputLevel: string | null): Pace {
  const perSecond = perSecondByLevel[throughputLevel?.toUpperCase() ?? "STANDARD"] ?? usualPerSecond;
  return { everyMs: 1_000 / perSecond, burst: perSecond };
}
