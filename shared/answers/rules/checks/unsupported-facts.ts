import { writtenNumbers } from "../../../language/list-numbers.ts";
import { claimedNumberWords, numberWords } from "../../../language/number-words.ts";
import { readNumber } from "../../../language/read-number.ts";

/** Of addresses without https://; those that are also words ("it", "me") count only before a path. */
const ending = String.raw`com|net|org|io|app|shop|store|info|biz|example|xyz|online|site|website|link|click|live|top|club|pro|dev|ai|cc|tk|ml|ga|cf|gq|ru|cn|uk|br|eu|ly|gg|tv|vip|fun|icu|page|tech|space|cloud|digital|support`;
const domain = String.raw`(?:[\p{L}\p{N}-]+\.)+(?:(?:${ending})(?:\.[a-z]{2})?(?![\p{L}\p{N}])|[a-z]{2,24}(?=\/[\p{L}\p{N}]))|[\p{L}\p{N}-]+\.(?:co|com|ac|go|web)\.[a-z]{2}\b|\b(?:wa|t)\.me\b|\b[\p{L}\p{N}-]+\.id\b`;
const links = new RegExp(
  String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|[a-z][a-z\d+.-]{1,20}:\/\/\S+|(?:javascript|whatsapp|intent|data(?=:[a-z]+\/)):\S+|www\.\S+|(?:${domain})(?:\/\S*)?`,
  "giu",
);
/** Digits that stand together, as phone numbers and thousands do in many countries. */
const runs = /(?<!\d|\d[.,:h])\d[\d ().-]*\d(?![.,:h]?\d)/gi;
/** With so many digits a run is a phone, an account or an order, whatever its spacing. */
const longRun = 7;

/** A code, a key or encoded words: letters large and small with digits among them, or filled up as base64 is. */
const codes =
  /(?<![\w+/=-])(?:(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*\d)[\w+/-]{20,}={0,2}|[\w+/-]{20,}={1,2})/g;

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
    ...[...claimed.replaceAll(links, gap).matchAll(codes)]
      .map(([code]) => code)
      .filter((code) => !given.includes(code)),
    ...unsupportedNumbers(claimed.replaceAll(links, gap).replaceAll(codes, gap), givenNumbers),
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
  const known = new Set(writtenNumbers(given).flatMap((written) => readNumber(written, "support")));
  const knownRuns = [...given.matchAll(runs)].map(([run]) => digitsOf(run));
  for (const value of numberWords(given)) known.add(`n:${value}`);
  for (const [run] of given.matchAll(runs)) if (isSpacedThousands(run)) known.add(`n:${digitsOf(run)}`);
  const rest = claimed.replaceAll(runs, (run) => {
    const digits = digitsOf(run);
    const isKnown = digits.length >= longRun && knownRuns.some((other) => other.includes(digits));
    return isKnown || (isSpacedThousands(run) && known.has(`n:${digits}`)) ? gap : run;
  });
  const inDigits = writtenNumbers(rest).filter(
    (written) => !readNumber(written, "claim").some((reading) => known.has(reading)),
  );
  const inWords = claimedNumberWords(rest).filter(({ value }) => !known.has(`n:${value}`));
  return [...inDigits, ...inWords.map(({ word }) => word)];
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
