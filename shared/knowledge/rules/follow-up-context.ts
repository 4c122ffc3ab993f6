import { tokenize } from "../../language/tokenize.ts";

/** A question of so many words can stand by itself. */
const standsAlone = 8;
/** What opens a question that leans on the one before, in the languages we meet most. */
const leaning =
  /^(?:and|or|but|so|what about|how about|dan|atau|kalau|kalo|bagaimana dengan|terus|lalu|e|ou|mas|então|y|pero|entonces|et|mais|und|oder|aber)\b/iu;
/** Words that stand for something said before. */
const standIn =
  /(?<!\p{L})(?:it|its|that|this|those|these|them|they|one|there|itu|ini|nya|tersebut|situ|isso|isto|esse|essa|ele|ela|aquilo|eso|esto|ese|esa|ello)(?!\p{L})/iu;

/**
 * What a short question that leans on the conversation ("and on Sunday?") is to be searched for with: the customer's question
 * before it, whose words say what it is about. Undefined where it stands by itself. A rule and not a model's rewriting: it costs
 * no call, and its worst case is a search with a few words too many.
 */
export function followUpContext(question: string, before: string | undefined): string | undefined {
  const words = tokenize(question);
  const leans = leaning.test(question.trim()) || standIn.test(question);
  const isShort = words.length < standsAlone && (leans || words.length <= 3);
  return isShort && before !== undefined && before.trim() !== "" ? before : undefined;
}
