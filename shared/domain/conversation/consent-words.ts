/** The usual words, in the languages that we meet most; a tenant may have its own. */
const usualStopWords = [
  "stop",
  "unsubscribe",
  "opt out",
  "optout",
  "stop promotions",
  "berhenti",
  "stop promo",
  "batalkan langganan",
  "henti",
  "parar",
  "pare",
  "sair",
  "cancelar",
  "descadastrar",
  "baja",
  "alto",
  "arrêt",
  "arret",
  "désabonner",
  "stopp",
  "abmelden",
  "annulla",
  "dur",
  "стоп",
  "отписаться",
  "توقف",
  "रोकें",
  "หยุด",
  "停止",
  "退订",
];
const usualStartWords = [
  "start",
  "subscribe",
  "opt in",
  "optin",
  "unstop",
  "mulai",
  "langganan",
  "começar",
  "assinar",
  "alta",
  "suscribir",
  "commencer",
  "abonner",
  "anmelden",
];

export type ConsentAction = "opt_in" | "opt_out";

/**
 * Whether the message is nothing but a word that opts out of marketing, or back in. Capitals, accents' forms, and
 * punctuation around it do not matter; a sentence that holds the word is no such message.
 */
export function readConsentWord(
  text: string,
  own: { stopWords?: readonly string[] | undefined; startWords?: readonly string[] | undefined } = {},
): ConsentAction | undefined {
  const said = normalize(text);
  if (said === "") return undefined;
  const isOneOf = (words: readonly string[]) => words.some((word) => normalize(word) === said);
  if (isOneOf(own.stopWords ?? usualStopWords)) return "opt_out";
  if (isOneOf(own.startWords ?? usualStartWords)) return "opt_in";
  return undefined;
}

function normalize(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}
