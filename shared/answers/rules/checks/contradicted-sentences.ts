import { findStemmer } from "../../../language/find-stemmer.ts";
import { foldAccents } from "../../../language/fold-accents.ts";
import { functionWords } from "../../../language/function-words.ts";
import { splitSentences } from "../../../language/split-sentences.ts";
import { tokenize } from "../../../language/tokenize.ts";
import { listNumbers } from "../../../language/list-numbers.ts";
import { polarityOf } from "./polarity.ts";

/** A statement with so many of a claim's words says the same thing, or its opposite. */
const sameThing = 0.75;
/** With fewer words a claim fits too many statements. */
const fewestWords = 2;

type Statement = {
  text: string;
  stems: ReadonlySet<string>;
  polarity: ReturnType<typeof polarityOf>;
  numbers: readonly string[][];
};

/**
 * The sentences of an answer that turn what they rest on into something else, though every word and number of theirs stands there:
 * that say yes where the sources say no, or tell of Bandung what is told of Jakarta. For an answer in the language of its sources.
 * Names are told by their capital letter, so not in German, where every noun has one.
 */
export function contradictedSentences(
  answer: string,
  support: string,
  language: string | undefined,
): string[] {
  const read = reader(language);
  const statements = clausesOf(support).map(read);
  const names =
    language?.toLowerCase().startsWith("de") === true ? new Set<string>() : namesIn(support, read);
  return clausesOf(answer)
    .filter((clause) => !/[?？]["”)\s]*$/u.test(clause))
    .filter((clause) => {
      const claim = read(clause);
      return isReversed(claim, statements) || isMisattributed(claim, statements, names);
    });
}

/** Whether what comes nearest to the claim says no where it says yes, or the other way round. */
function isReversed(claim: Statement, statements: readonly Statement[]): boolean {
  if (claim.stems.size < fewestWords || claim.polarity === "unclear") return false;
  const near = statements.filter((statement) => nearness(claim, statement) >= sameThing);
  return (
    near.length > 0 && near.every(({ polarity }) => polarity !== "unclear" && polarity !== claim.polarity)
  );
}

/** Whether its number, or all that it says, is told of another name than it names. */
function isMisattributed(
  claim: Statement,
  statements: readonly Statement[],
  names: ReadonlySet<string>,
): boolean {
  const claimed = claim.stems.intersection(names);
  if (claimed.size === 0) return false;
  const fits = ({ stems }: Statement) =>
    claimed.isSubsetOf(stems) || stems.intersection(names).isSubsetOf(claim.stems);
  const tellers = claim.numbers.map((readings) =>
    statements.filter(({ numbers }) => numbers.some((other) => other.some((one) => readings.includes(one)))),
  );
  if (tellers.some((telling) => telling.length > 0 && !telling.some(fits))) return true;
  if (tellers.length > 0) return false;
  const bare = { ...claim, stems: claim.stems.difference(names) };
  if (bare.stems.size < fewestWords) return false;
  const near = statements.filter((statement) => nearness(bare, statement) >= sameThing);
  return near.length > 0 && !near.some(fits);
}

function nearness(claim: Statement, { stems }: Statement): number {
  return claim.stems.intersection(stems).size / claim.stems.size;
}

/** Where a sentence turns to something else. */
const turn =
  /(?<=[\p{L}\p{N})])(?:[,:]?\s+(?:but|while|whereas|tetapi|tapi|sedangkan|mas|enquanto|pero|mientras|aber|während)|,\s+(?:and|dan|e|y|und|et))\s+/iu;

/** A line that goes on in the next, as in text that was cut at a width. */
const wrapped = /\n(?=\p{Ll})/gu;

function clausesOf(text: string): string[] {
  return text
    .replaceAll(wrapped, " ")
    .split(/[\n;]/)
    .flatMap((line) => splitSentences(line))
    .flatMap((sentence) => sentence.split(turn))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}

/** What is written with a capital letter within a sentence, and nowhere without. */
function namesIn(text: string, read: (text: string) => Statement): Set<string> {
  const inside = [...text.matchAll(/(?<=[\p{Ll}\p{N},)]\s)\p{Lu}[\p{L}\p{N}]+/gu)].map(([word]) => word);
  const small = read((text.match(/(?<![\p{L}\p{N}])\p{Ll}[\p{L}\p{N}]*/gu) ?? []).join(" ")).stems;
  return new Set(read(inside.join(" ")).stems).difference(small);
}

function reader(language: string | undefined): (text: string) => Statement {
  const stem = findStemmer(language);
  const bound = functionWords(language ?? "") ?? new Set<string>();
  return (text) => ({
    text,
    stems: new Set(
      tokenize(text)
        .filter((word) => /\p{L}/u.test(word) && word.length > 1 && !bound.has(word))
        .map((word) => foldAccents(stem ? stem(word) : word)),
    ),
    polarity: polarityOf(text, language),
    numbers: listNumbers(text),
  });
}
