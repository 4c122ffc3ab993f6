/**
 * Most bytes of JSON that several items of one change each carry a copy of. Meta's contacts and errors take 100 to 400;
 * what is longer would make a body cost its size times its items.
 */
const sharedBytes = 512;

/** Whether copies of it are cheap. What is nested too deeply to be written is not. */
export function isSmall(part: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(part) ?? "") <= sharedBytes;
  } catch {
    return false;
  }
}

/**
 * Hands out a part that several items may need: whole to the first that asks, and to each further one whole when it is
 * small, else what `shorten` leaves of it, by default nothing.
 */
export type Share = <Part>(part: Part, shorten?: (part: Part) => Part) => Part | undefined;

/** One for the items of a change. */
export function createShare(): Share {
  const further = new Map<unknown, unknown>();
  return <Part>(part: Part, shorten?: (whole: Part) => Part) => {
    if (!further.has(part)) {
      further.set(part, notAsked);
      return part;
    }
    const known = further.get(part);
    if (known !== notAsked) return known as Part | undefined;
    const copy = isSmall(part) ? part : shorten?.(part);
    further.set(part, copy);
    return copy;
  };
}

const notAsked = Symbol("whether it is small was not asked yet");
