/** How fast a token bucket lets messages go: one every so often, and so many at once after a rest. */
export type Pace = { everyMs: number; burst: number };

/** Meta's limit for one customer of one number: one message in 6 seconds, up to 45 of them at once. */
export const pairPace: Pace = { everyMs: 6_000, burst: 45 };

/** Of a number that is also used in the WhatsApp Business app. */
const coexistencePerSecond = 20;
const perSecondByLevel: Record<string, number> = {
  HIGH: 1_000,
  STANDARD: 80,
  COEXISTENCE: coexistencePerSecond,
};

/** Meta's limit for one number, by the throughput level that Graph tells; the usual one where it tells none. */
export function numberPace(throughputLevel: string | null): Pace {
  const perSecond = perSecondByLevel[throughputLevel?.toUpperCase() ?? "STANDARD"] ?? 80;
  return { everyMs: 1_000 / perSecond, burst: perSecond };
}
