import { detectLanguage } from "./detect-language.ts";
import { chooseLanguage, type CustomerLanguage } from "./words/words-in.ts";

/**
 * In which the customer is spoken to by the CRM itself: that of the question, as far as it shows one, else of what the
 * customer wrote before, else the tenant's, else English.
 */
export function spokenLanguage({
  question = "",
  turns = [],
  language,
}: {
  question?: string | undefined;
  turns?: readonly { role: string; text: string; isDescription?: boolean }[];
  language?: string | undefined;
}): CustomerLanguage {
  const before = turns
    .filter(({ role, isDescription }) => role === "customer" && isDescription !== true)
    .map(({ text }) => text);
  return chooseLanguage(detectLanguage(question), detectLanguage(before.join("\n")), language);
}
