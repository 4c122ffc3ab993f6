import type { MailLanguage } from "../../../shared/tenants/rules/mail-language.ts";
import type { BillingWords } from "./billing-words.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { id } from "./id.ts";
import { pt } from "./pt.ts";

const languages: Readonly<Record<MailLanguage, BillingWords>> = { en, id, pt, es };

export function billingWordsIn(language: MailLanguage): BillingWords {
  return languages[language];
}
