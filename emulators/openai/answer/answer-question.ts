import { rankSentences, type Embed, type RankedSentence, type Source } from "./rank-sentences.ts";
import type { Sentence } from "./split-sentences.ts";
import type { Language } from "./stop-words.ts";

/** Sentences of the sources that answer the question, with the ids of the sources they were taken from. */
export type Extract = { text: string; citations: string[]; support: number };

/** Least support with which a sentence counts as an answer; tuned on real documents. */
const enough = 0.58;
const longest = 600;

/** Answers with one to three sentences of the sources, or undefined when none of them supports an answer. */
export async function answerQuestion(
  question: string,
  sources: readonly Source[],
  language: Language,
  embed: Embed,
): Promise<Extract | undefined> {
  const ranked = await rankSentences(question, sources, language, embed);
  const [best, ...others] = ranked.filter(({ sentence }) => !sentence.isHeading);
  if (best === undefined || best.support < enough) return undefined;
  const first = passage(best, others);
  const passages = [first];
  const rival = others.find((other) => other.support >= best.support * 0.93 && !isWithin(other, first));
  if (rival !== undefined && first.indexes.length <= 2) {
    passages.push({ source: rival.source, indexes: [rival.index], all: rival.sentences });
  }
  const text = passages
    .map(({ indexes, all }) => indexes.map((index) => all[index]?.text ?? "").join(" "))
    .join(" ");
  return {
    text: clip(text),
    citations: [...new Set(passages.map(({ source }) => source.id))],
    support: best.support,
  };
}

type Passage = { source: Source; indexes: number[]; all: readonly Sentence[] };

/** The best sentence with those beside it that belong to the answer too. */
function passage(best: RankedSentence, others: readonly RankedSentence[]): Passage {
  const chosen = [best.index, ...followers(best)];
  for (const other of others) {
    const distance = other.source === best.source ? other.index - best.index : Infinity;
    const share = distance === 1 ? 0.6 : Math.abs(distance) <= 2 ? 0.85 : Infinity;
    if (chosen.length < 2 && other.support >= best.support * share)
      chosen.push(...between(best.index, other.index));
  }
  return { source: best.source, indexes: chosen.toSorted((a, b) => a - b), all: best.sentences };
}

/** Whether the passage says the sentence already, also where two sources overlap. */
function isWithin(other: RankedSentence, { indexes, all }: Passage): boolean {
  return indexes.some(
    (index) =>
      all[index]?.text.includes(other.sentence.text) === true ||
      other.sentence.text.includes(all[index]?.text ?? ""),
  );
}

/** The list items that a lead-in such as `We accept:` announces. */
function followers({ sentence, sentences, index }: RankedSentence): number[] {
  if (!sentence.text.endsWith(":")) return [];
  return [index + 1, index + 2, index + 3].filter((i) => sentences[i]?.isHeading === false);
}

function between(from: number, to: number): number[] {
  return Math.abs(to - from) === 2 ? [(from + to) / 2, to] : [to];
}

function clip(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, text.lastIndexOf(" ", longest))} …`;
}
