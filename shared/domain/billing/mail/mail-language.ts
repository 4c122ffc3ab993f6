import type { BillingWords } from "./billing-words.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { id } from "./id.ts";
import { pt } from "./pt.ts";

const languages = { en, id, pt, es };
export type MailLanguage = keyof typeof languages;

/** The language that mails to a tenant are written in; English where its own is none of those there are. */
export function chooseMailLanguage(tag: string | null): MailLanguage {
  const language = tag?.toLowerCase().split("-", 1)[0] ?? "";
  return Object.hasOwn(languages, language) ? (language as MailLanguage) : "en";
}

export function billingWordsIn(language: MailLanguage): BillingWords {
  return languages[language];
}
