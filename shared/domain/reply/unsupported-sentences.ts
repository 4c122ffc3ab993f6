import { findStemmer } from "../knowledge/find-stemmer.ts";
import { foldAccents } from "../knowledge/fold-accents.ts";
import { splitSentences } from "../knowledge/split-sentences.ts";
import { tokenize } from "../knowledge/tokenize.ts";

/** Of the words that carry a sentence so many must stand in what it rests on; a paraphrase keeps more. */
const leastShare = 0.34;
/** With fewer of them a sentence says too little to judge. */
const fewestWords = 4;

/** Greetings, offers of help and the like say nothing that needs a source. In the languages of our own notices. */
const courtesy =
  /(?<!\p{L})(?:thank|thanks|welcome|happy to|glad to|let (?:me|us) know|feel free|anything else|sorry|please (?:contact|ask|let)|colleague|terima kasih|maaf|silakan (?:hubungi|tanya|beri)|rekan kami|ada lagi|obrigad[oa]|desculpe|fico à disposição|algo mais|colega|gracias|perdón|lo siento|quedo a|algo más|compañero)(?!\p{L})/iu;

/**
 * The sentences of an answer that tell a fact and share too few words with the text that it rests on. For an answer in the
 * language of its sources: a translation shares no words with them, and would fail whole.
 */
export function unsupportedSentences(
  answer: string,
  support: string,
  language: string | undefined,
): string[] {
  const known = new Set(stems(support, language));
  return answer
    .split("\n")
    .flatMap((line) => splitSentences(line))
    .map((sentence) => sentence.trim())
    .filter((sentence) => !/[?？]["”)\s]*$/u.test(sentence) && !courtesy.test(sentence))
    .filter((sentence) => {
      const words = stems(sentence, language);
      return (
        words.length >= fewestWords &&
        words.filter((word) => known.has(word)).length < leastShare * words.length
      );
    });
}

/** Without the short words, which stand in any text. */
function stems(text: string, language: string | undefined): string[] {
  const stem = findStemmer(language);
  const words = tokenize(text).filter((word) => word.length > 3 || /[^\p{Script=Latin}]/u.test(word));
  return [...new Set(words.map((word) => foldAccents(stem ? stem(word) : word)))];
}
