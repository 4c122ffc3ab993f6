const segmenter = new Intl.Segmenter("und", { granularity: "sentence" });

/** Abbreviations that a name or a number follows, in the languages we meet most; and a lone initial. */
const ABBREVIATION =
  /(?:^|[\s(])(?:dr|drs|mr|mrs|ms|prof|st|sr|sra|srta|ud|uds|no|nº|núm|nr|tel|telp|ext|approx|e\.g|i\.e|vs|cf|fig|art|pág|pag|p|pp|jl|jln|gg|rp|bpk|sdr|yth|hlm|tgl|a\.n|d\.a|s\.d|av|avda|u\.s|\p{Lu})\.\s*$/iu;

/** The sentences of a text, which put together again are the text; no split after an abbreviation. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last)) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
}
