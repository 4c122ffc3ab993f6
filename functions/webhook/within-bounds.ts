import type { Envelope } from "../../shared/contracts/envelope.ts";

/** What the events of a body may take: so many times its bytes, and so many for each event. */
const bound = { timesBody: 4, bytesEach: 2_048 } as const;

/** Numbers are what still grows when each event holds only its own: `1e20` is written again with 21 digits. */
const mostGrowth = 5;

/**
 * Whether the events take no more than a small multiple of the body that they come from. What each may take anyway
 * needs no measuring, which is nearly every body.
 */
export function isWithinBounds(events: readonly Envelope[], bodyBytes: number): boolean {
  const most = bound.timesBody * bodyBytes + bound.bytesEach * events.length;
  const envelopes = 1_024 * events.length;
  if (mostGrowth * bodyBytes + envelopes <= most) return true;
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(JSON.stringify(event));
    if (bytes > most) return false;
  }
  return true;
}
