import { ar } from "./ar.ts";
import type { CustomerWords } from "./customer-words.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { hi } from "./hi.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";
import { tr } from "./tr.ts";

const languages = { ar, de, en, es, fr, hi, id, it, ja, nl, pt, tr };

export type CustomerLanguage = keyof typeof languages;
export const customerLanguages = Object.keys(languages) as CustomerLanguage[];

/** Of the languages that customers are spoken to in, the first that is among these tags; English where none is. */
export function chooseLanguage(...tags: readonly (string | null | undefined)[]): CustomerLanguage {
  return tags.map(toCustomerLanguage).find((language) => language !== undefined) ?? "en";
}

/** The language of a BCP 47 tag, if customers are spoken to in it. */
function toCustomerLanguage(tag: string | null | undefined): CustomerLanguage | undefined {
  const language = tag?.toLowerCase().split(/[-_]/, 1)[0] ?? "";
  return Object.hasOwn(languages, language) ? (language as CustomerLanguage) : undefined;
}

export function wordsIn(language: CustomerLanguage): CustomerWords {
  return languages[language];
}

/** The text with what stands in its braces filled in. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
}
