import { createHash } from "node:crypto";

/**
 * A number in [0, 1) that depends only on the seed and the name of the thing decided about. Unlike a running
 * random generator it gives the same fate to the same message however concurrent messages interleave.
 */
export function chance(seed: number, ...about: (string | number)[]): number {
  const hash = createHash("sha256")
    .update(JSON.stringify([seed, ...about]))
    .digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}
