/** The usual words by language, those of all languages first; a tenant may have its own. */
const usualStopWords: Record<string, readonly string[]> = {
  "": ["stop", "unsubscribe", "opt out", "optout"],
  en: ["stop promotions"],
  id: ["berhenti", "stop promo", "batalkan langganan", "henti"],
  pt: ["parar", "pare", "sair", "descadastrar"],
  es: ["cancelar", "baja", "alto"],
  fr: ["arrêt", "arret", "désabonner"],
  de: ["stopp", "abmelden"],
  it: ["annulla"],
  tr: ["dur"],
  ru: ["стоп", "отписаться"],
  ar: ["توقف"],
  hi: ["रोकें"],
  th: ["หยุด"],
  zh: ["停止", "退订"],
};
const usualStartWords: Record<string, readonly string[]> = {
  "": ["start", "subscribe", "opt in", "optin", "unstop"],
  id: ["mulai", "langganan"],
  pt: ["começar", "assinar"],
  es: ["alta", "suscribir"],
  fr: ["commencer", "abonner"],
  de: ["anmelden"],
};

type ConsentAction = "opt_in" | "opt_out";

export type ConsentWord = {
  action: ConsentAction;
  /** What the word shows of the customer's language. */
  language?: string;
};

/**
 * Whether the message is nothing but a word that opts out of marketing, or back in. Capitals, accents' forms, and
 * punctuation around it do not matter; a sentence that holds the word is no such message.
 */
export function readConsentWord(
  text: string,
  own: { stopWords?: readonly string[] | undefined; startWords?: readonly string[] | undefined } = {},
): ConsentWord | undefined {
  const said = normalize(text);
  if (said === "") return undefined;
  const lists = [
    { action: "opt_out" as const, words: own.stopWords, usual: usualStopWords },
    { action: "opt_in" as const, words: own.startWords, usual: usualStartWords },
  ];
  for (const { action, words, usual } of lists) {
    const byLanguage = words === undefined ? usual : { "": words };
    for (const [language, known] of Object.entries(byLanguage)) {
      if (known.some((word) => normalize(word) === said))
        return { action, ...(language === "" ? {} : { language }) };
    }
  }
  return undefined;
}

function normalize(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}
