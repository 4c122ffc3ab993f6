import { neededShape } from "./question-needs.ts";
import { type Embed, likeness, type RankedSentence, rankSentences, type Source } from "./rank-sentences.ts";
import type { Asked } from "./asked.ts";
import type { Language } from "./stop-words.ts";
import { listTerms } from "./terms.ts";
import { weighTerms, type WeighedTerm } from "./weigh-terms.ts";

/** What speaks for a passage as the place of the answer; shares and likenesses from 0 to 1, flags 0 or 1. */
export type PassageSigns = {
  /** Of its best sentence. */
  support: number;
  /** How much of what is asked its heading names, and the whole of it. */
  headingCoverage: number;
  coverage: number;
  /** Of the whole to the question, in meaning. */
  likeness: number;
  /** Whether it was given first, or second: who searches gives the best first. */
  isFirst: number;
  isSecond: number;
  /** Whether a name or thing that decides is missing, or the price, time or number that is asked for. */
  lacksDecisive: number;
  lacksShape: number;
  /** Whether it tells that price, time or number, but in no sentence that names what it is asked of. */
  tellsOfAnother: number;
};

export type MeasuredPassage = { source: Source; sentences: RankedSentence[]; signs: PassageSigns };

/** Longer texts are like everything a little. */
const comparedLength = 900;

/** Measures how each source may hold the answer, with its sentences, best first. */
export async function measurePassages(
  asked: Asked,
  sources: readonly Source[],
  language: Language,
  embed: Embed,
): Promise<MeasuredPassage[]> {
  const ranked = await rankSentences(asked, sources, language, embed);
  const texts = sources.map(({ heading, text }) => `${heading} . ${text}`);
  const terms = weighTerms(asked, texts, language);
  const need = neededShape(asked.question) ?? neededShape(asked.about ?? "");
  const asking = keysOf(need?.words ?? "", language);
  const names = terms.filter(({ isName, isOwn, isFaint }) => isName && isOwn && !isFaint);
  const things = terms.filter(({ isName, isFaint, key }) => !isName && !isFaint && !asking.has(key));
  const [target, ...vectors] = await embed([
    `${asked.about ?? ""} ${asked.question}`.trim(),
    ...sources.map((source) => `${ownHeading(source)} ${source.text}`.slice(0, comparedLength)),
  ]);
  return sources.map((source, at) => {
    const sentences = ranked.filter((one) => one.source === source && !one.sentence.isHeading);
    const own = keysOf(texts[at] ?? "", language);
    const shown = sentences.filter(({ sentence }) => need?.shape.test(sentence.text) === true);
    const isOfIt = ({ sentence: { text, heading } }: RankedSentence) => {
      const keys = keysOf(`${heading} . ${text}`, language);
      const namesAll = names.every(({ key }) => keys.has(key) || !own.has(key));
      return namesAll && (things.length === 0 || names.length > 0 || things.some(({ key }) => keys.has(key)));
    };
    const signs = {
      support: sentences[0]?.support ?? 0,
      headingCoverage: coverage(terms, keysOf(ownHeading(source), language)),
      coverage: coverage(terms, own),
      likeness: likeness(target, vectors[at]),
      isFirst: Number(at === 0),
      isSecond: Number(at === 1),
      lacksDecisive: Number(terms.some(({ key, isDecisive }) => isDecisive && !own.has(key))),
      lacksShape: Number(need !== undefined && shown.length === 0),
      tellsOfAnother: Number(shown.length > 0 && !shown.some(isOfIt)),
    };
    return { source, sentences, signs };
  });
}

/** The innermost of `Handbook > Delivery`. */
export function ownHeading({ heading }: Source): string {
  return heading.split(/[>›]/).at(-1)?.trim() ?? "";
}

function keysOf(text: string, language: Language): Set<string> {
  return new Set(listTerms(text, language).map(({ key }) => key));
}

function coverage(terms: readonly WeighedTerm[], own: ReadonlySet<string>): number {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const named = terms.reduce((sum, { key, weight }) => sum + (own.has(key) ? weight : 0), 0);
  return total === 0 ? 0 : named / total;
}
