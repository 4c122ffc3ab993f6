import { findStemmer } from "../../../language/find-stemmer.ts";
import { foldAccents } from "../../../language/fold-accents.ts";
import { functionWords } from "../../../language/function-words.ts";
import { splitSentences } from "../../../language/split-sentences.ts";
import { tokenize } from "../../../language/tokenize.ts";

/** Of the words that carry a sentence so many must stand in what it rests on; a paraphrase keeps more. */
const leastShare = 0.34;
/** With fewer of them a sentence says too little to judge. */
const fewestWords = 3;

/**
 * What greetings, regrets, offers of help and the word that a colleague will answer are made of. They need no source, but lend none
 * either: a promise does not pass because it begins with thanks. In the languages of our own notices.
 */
const courtesy = `thank thanks welcome happy glad pleasure please sorry unfortunately apologize apologise hello goodbye morning
  afternoon evening know let help assist assistance further anything else feel free contact question questions ask asking answer
  information find found details look check moment available colleague colleagues team human person agent someone reply replies
  respond back shortly soon possible message write here able hope great day nice sure course patience
  terima kasih maaf silakan silahkan halo selamat pagi siang sore malam bantu membantu bantuan hubungi tanya bertanya pertanyaan
  informasi menemukan rekan kami segera membalas balas secepatnya pesan mohon tentu senang jawaban menjawab
  obrigado obrigada desculpe olá bom dia tarde noite ajudar ajuda disposição pergunta perguntas resposta responder informação informações
  encontrar encontrei colega equipe breve possível mensagem claro prazer infelizmente
  gracias perdón siento hola buenos días buenas tardes ayudar ayuda disposición pregunta preguntas respuesta responder información
  encontrar encontré colega compañero equipo pronto posible mensaje claro gusto lamentablemente`;

/**
 * The sentences of an answer that tell a fact and share too few words with the text that it rests on. For an answer in the
 * language of its sources: a translation shares no words with them, and would fail whole.
 */
export function unsupportedSentences(
  answer: string,
  support: string,
  language: string | undefined,
): string[] {
  const known = stems(support, language);
  const polite = stems(courtesy, language);
  return answer
    .split("\n")
    .flatMap((line) => splitSentences(line))
    .map((sentence) => sentence.trim())
    .filter((sentence) => !/[?？]["”)\s]*$/u.test(sentence))
    .filter((sentence) => {
      const words = [...stems(sentence, language)].filter((word) => known.has(word) || !polite.has(word));
      return (
        words.length >= fewestWords &&
        words.filter((word) => known.has(word)).length < leastShare * words.length
      );
    });
}

/** Without the short words and those that only bind, which stand in any text. */
function stems(text: string, language: string | undefined): Set<string> {
  const stem = findStemmer(language);
  const bound = functionWords(language ?? "") ?? new Set<string>();
  const words = tokenize(text).filter(
    (word) => (word.length > 3 || /[^\p{Script=Latin}]/u.test(word)) && !bound.has(word),
  );
  return new Set(words.map((word) => foldAccents(stem ? stem(word) : word)));
}
