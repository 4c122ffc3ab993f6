/** Things a customer acts on: links, e-mail addresses, and numbers with their separators (prices, times, phones). */
const facts = /https?:\/\/\S+|www\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|\p{N}+(?:[.,:/-]\p{N}+)*/gu;

/**
 * The facts in an answer that stand nowhere in the text that it rests on. A model that invents mostly invents these,
 * and they do the most harm. Numbers match by their digits, so that 1,500 and 1.500 and 1500 are one.
 */
export function unsupportedFacts(answer: string, support: string): string[] {
  const supported = new Set([...support.matchAll(facts)].map(([fact]) => normalise(fact)));
  return [...answer.matchAll(facts)].map(([fact]) => fact).filter((fact) => !isSupported(fact, supported));
}

function isSupported(fact: string, supported: ReadonlySet<string>): boolean {
  const whole = normalise(fact);
  if (supported.has(whole)) return true;
  // "09:00-17:00" may be told as "09:00" and "17:00", and the other way round.
  const parts = fact.split(/[-/]/).map(normalise).filter((part) => part !== "");
  const known = [...supported];
  return /^\p{N}/u.test(fact) && parts.every((part) => known.some((text) => text === part || text.includes(part)));
}

function normalise(fact: string): string {
  const trimmed = fact.toLowerCase().replaceAll(/[.,;:!?)\]*_~]+$/g, "");
  return /^\p{N}/u.test(trimmed) ? trimmed.replaceAll(/[^\p{N}]/gu, "") : trimmed;
}
