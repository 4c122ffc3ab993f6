import type { MessagingSettings } from "../whatsapp/outbound/messaging-settings.ts";
import type { ConsentWord } from "./consent-words.ts";

type Texts = { out: string; in: string; back: (word: string) => string; startWord: string };

const texts: Record<string, Texts> = {
  en: {
    out: "You will get no more offers from us.",
    in: "You will get our offers again.",
    back: (word) => `Write ${word} to get them again.`,
    startWord: "START",
  },
  id: {
    out: "Anda tidak akan menerima promo dari kami lagi.",
    in: "Anda akan menerima promo dari kami lagi.",
    back: (word) => `Tulis ${word} untuk menerimanya lagi.`,
    startWord: "MULAI",
  },
  pt: {
    out: "Você não receberá mais ofertas nossas.",
    in: "Você voltará a receber nossas ofertas.",
    back: (word) => `Escreva ${word} para voltar a recebê-las.`,
    startWord: "COMEÇAR",
  },
  es: {
    out: "No recibirá más ofertas nuestras.",
    in: "Volverá a recibir nuestras ofertas.",
    back: (word) => `Escriba ${word} para volver a recibirlas.`,
    startWord: "ALTA",
  },
  fr: {
    out: "Vous ne recevrez plus nos offres.",
    in: "Vous recevrez à nouveau nos offres.",
    back: (word) => `Écrivez ${word} pour les recevoir à nouveau.`,
    startWord: "COMMENCER",
  },
  de: {
    out: "Sie erhalten keine Angebote mehr von uns.",
    in: "Sie erhalten wieder unsere Angebote.",
    back: (word) => `Schreiben Sie ${word}, um sie wieder zu erhalten.`,
    startWord: "ANMELDEN",
  },
};

/**
 * What confirms that an opt-out or opt-in was heard: the tenant's own words, else ours in the language of the customer's
 * word, else in the tenant's, else in English; with the word that leads back.
 */
export function consentNotice(
  { action, language }: ConsentWord,
  tenant: {
    settings: Pick<MessagingSettings, "optOutText" | "optInText" | "startWords">;
    language?: string | undefined;
  },
): string {
  const { optOutText, optInText, startWords } = tenant.settings;
  const own = action === "opt_out" ? optOutText : optInText;
  if (own !== undefined) return own;
  const { out, in: heard, back, startWord } = textsOf(language) ?? textsOf(tenant.language) ?? english;
  if (action === "opt_in") return heard;
  const [word] = startWords ?? [startWord];
  return word === undefined ? out : `${out} ${back(word)}`;
}

const english = texts["en"] as Texts;

function textsOf(language: string | undefined): Texts | undefined {
  return texts[language?.split("-")[0]?.toLowerCase() ?? ""];
}
