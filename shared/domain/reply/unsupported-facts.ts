import { readNumber } from "./read-number.ts";

const domain = String.raw`(?:[\p{L}\p{N}-]+\.)+(?:com|net|org|io|app|shop|store|info|biz|example)(?:\.[a-z]{2})?\b|[\p{L}\p{N}-]+\.co\.[a-z]{2}\b|\b(?:wa|t)\.me\b|\bbit\.ly\b`;
const links = new RegExp(
  String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|https?:\/\/\S+|www\.\S+|(?:${domain})(?:\/\S*)?`,
  "giu",
);
const numbers = /\d+(?:(?:[.,:]|h(?=\d\d\b))\d+)*(?:\s?[ap]\.?\s?m\b)?/gi;
/** Digits that stand together, as phone numbers and thousands do in many countries. */
const runs = /(?<!\d|\d[.,:h])\d[\d ().-]*\d(?![.,:h]?\d)/gi;
/** With so many digits a run is a phone, an account or an order, whatever its spacing. */
const longRun = 7;

/** In the place of what is settled: no word boundary comes or goes with it. */
const gap = "_";

/**
 * The links, addresses and numbers in an answer (prices, times, phones: what a customer acts on) that stand nowhere in
 * the text that it rests on. A model that invents mostly invents these, and they do the most harm. What numbers
 * its lines 1, 2, 3 is no fact.
 */
export function unsupportedFacts(answer: string, support: string): string[] {
  const claimed = withoutLineNumbers(answer.normalize("NFKC"));
  const given = support.normalize("NFKC");
  // A link's own digits are support as well (wa.me/62811… for the phone).
  const givenNumbers = `${given}\n${given.replaceAll(links, gap)}`;
  return [
    ...unsupportedLinks(claimed, given),
    ...unsupportedNumbers(claimed.replaceAll(links, gap), givenNumbers),
  ];
}

function unsupportedLinks(claimed: string, given: string): string[] {
  const known = [...given.matchAll(links)].map(([link]) => bareLink(link));
  return [...claimed.matchAll(links)]
    .map(([link]) => link)
    .filter(
      (link) => !known.some((text) => text === bareLink(link) || text.startsWith(`${bareLink(link)}/`)),
    );
}

function bareLink(link: string): string {
  return link
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/.,;:!?)\]}>'"*_~]+$/, "");
}

function unsupportedNumbers(claimed: string, given: string): string[] {
  const known = new Set([...given.matchAll(numbers)].flatMap(([written]) => readNumber(written, "support")));
  const knownRuns = [...given.matchAll(runs)].map(([run]) => digitsOf(run));
  for (const [run] of given.matchAll(runs)) if (isSpacedThousands(run)) known.add(`n:${digitsOf(run)}`);
  const rest = claimed.replaceAll(runs, (run) => {
    const digits = digitsOf(run);
    const isKnown = digits.length >= longRun && knownRuns.some((other) => other.includes(digits));
    return isKnown || (isSpacedThousands(run) && known.has(`n:${digits}`)) ? gap : run;
  });
  return [...rest.matchAll(numbers)]
    .map(([written]) => written)
    .filter((written) => !readNumber(written, "claim").some((reading) => known.has(reading)));
}

function digitsOf(run: string): string {
  return run.replaceAll(/\D/g, "");
}

function isSpacedThousands(run: string): boolean {
  return /^[1-9]\d{0,2}(?: \d{3})+$/.test(run);
}

/** "1." or "2)" at the start of a line, as long as they count on from 1. */
function withoutLineNumbers(text: string): string {
  let next = 1;
  return text.replaceAll(
    /^([\s*_>-]*)(\d{1,2})(?:[.)]|\uFE0F?\u20E3)(?=[\s*_])/gm,
    (whole, lead: string, number: string) => {
      if (Number(number) === 1) next = 1;
      if (Number(number) !== next) return whole;
      next += 1;
      return lead;
    },
  );
}
