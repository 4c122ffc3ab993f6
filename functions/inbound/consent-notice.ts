import type { MessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { consentTexts, type ConsentTexts } from "./consent-texts.ts";
import type { ConsentWord } from "../../shared/contacts/rules/consent-words.ts";

/**
 * What confirms that an opt-out or opt-in was heard: the tenant's own words, else ours in the language of the customer's
 * word, else in the one given, else in English; with the word that leads back.
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

const english = consentTexts["en"] as ConsentTexts;

function textsOf(language: string | undefined): ConsentTexts | undefined {
  return consentTexts[language?.split(/[-_]/)[0]?.toLowerCase() ?? ""];
}
