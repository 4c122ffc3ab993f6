import { enoughFor, likelihoodOf } from "./likelihood.ts";
import { type MeasuredPassage, measurePassages, ownHeading } from "./rank-passages.ts";
import { type Embed, type RankedSentence, type Source } from "./rank-sentences.ts";
import type { Asked } from "./asked.ts";
import type { Sentence } from "./split-sentences.ts";
import { isVague } from "./is-vague.ts";
import type { Language } from "./stop-words.ts";

/** Sentences of the sources that answer the question, with the ids of the sources they were taken from. */
export type Extract = { kind: "answer"; text: string; citations: string[]; confidence: number };
/** The question fits several things, or says too little to fit any. */
export type Unclear = { kind: "unclear"; choices: string[] };

const longest = 600;
/** A second passage this likely beside the best is told as well. */
const rivalShare = 0.5;
/** So near to each other passages fit a vague question alike. */
const alikeShare = 0.6;

/** Answers with one to three sentences of the sources, or undefined when none of them is likely enough to hold an answer. */
export async function answerQuestion(
  asked: Asked,
  sources: readonly Source[],
  language: Language,
  embed: Embed,
): Promise<Extract | Unclear | undefined> {
  const measured = await measurePassages(asked, sources, language, embed);
  const ranked = measured
    .map((passage) => ({ ...passage, likelihood: likelihoodOf(passage.signs, language) }))
    .filter(({ sentences }) => sentences.length > 0)
    .toSorted((a, b) => b.likelihood - a.likelihood);
  const [best, ...others] = ranked;
  const enough = enoughFor(language);
  const vague = isVague(asked, language);
  if (vague !== undefined) {
    const least = vague === "says-nothing" ? enough : Math.max(enough, (best?.likelihood ?? 0) * alikeShare);
    const alike = ranked.filter(({ likelihood }) => likelihood >= least);
    const choices = [...new Set(alike.map(({ source }) => ownHeading(source)).filter((one) => one !== ""))];
    if (choices.length > 1) return { kind: "unclear", choices: choices.slice(0, 3) };
    if (vague === "says-nothing") return { kind: "unclear", choices: [] };
  }
  if (best === undefined || best.likelihood < enough) return undefined;
  const told = tell(best);
  const rival = others.find(
    (other) =>
      other.likelihood >= Math.max(best.likelihood * rivalShare, enough) &&
      !isWithin(other.sentences[0], told),
  );
  const passages = rival === undefined ? [told] : [told, tell(rival)];
  return {
    kind: "answer",
    text: clip(
      passages.map(({ indexes, all }) => indexes.map((index) => all[index]?.text ?? "").join(" ")).join(" "),
    ),
    citations: [...new Set(passages.map(({ source }) => source.id))],
    // One half where it was just enough.
    confidence: best.likelihood / (best.likelihood + enough),
  };
}

type Told = { source: Source; indexes: number[]; all: readonly Sentence[] };

/** The passage's best sentence with those beside it that belong to the answer too. */
function tell({ source, sentences: [best, ...others] }: MeasuredPassage): Told {
  if (best === undefined) return { source, indexes: [], all: [] };
  const chosen = new Set([...verdict(best), best.index, ...followers(best)]);
  for (const other of others) {
    const distance = other.index - best.index;
    const share = distance === 1 ? 0.6 : Math.abs(distance) <= 2 ? 0.85 : Infinity;
    if (chosen.size < 2 && other.support >= best.support * share)
      for (const index of between(best.index, other.index)) chosen.add(index);
  }
  return { source, indexes: [...chosen].toSorted((a, b) => a - b), all: best.sentences };
}

/** Whether this sentence is told already, also where two sources overlap. */
function isWithin(other: RankedSentence | undefined, { indexes, all }: Told): boolean {
  const text = other?.sentence.text ?? "";
  return indexes.some((index) => {
    const told = all[index]?.text ?? "";
    return told.includes(text) || text.includes(told);
  });
}

/** The `Yes.` or `No.` that opens what stands under a question. */
function verdict({ sentences }: RankedSentence): number[] {
  const first = sentences.findIndex(({ isHeading }) => !isHeading);
  const { text = "", heading = "" } = sentences[first] ?? {};
  return heading.endsWith("?") && text.length <= 20 ? [first] : [];
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
