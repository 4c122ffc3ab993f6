import { z } from "zod";
import { type CustomerLanguage, fillIn, wordsIn } from "../../conversations/rules/words/words-in.ts";

/** How customers are told that a bot writes; stored in `tenants.disclosure`. */
const disclosureSchema = z.object({
  /** Switched off with its reason. */
  off: z.object({ reason: z.string().trim().min(10).max(500) }).optional(),
  /** The tenant's own words, in place of ours in the customer's language; how a person is reached follows them. */
  text: z.string().trim().min(1).max(500).optional(),
});

export type Disclosure = z.infer<typeof disclosureSchema>;

/** What is stored, as far as it can be read; it is on unless it was switched off. */
export function readDisclosure(stored: unknown): Disclosure {
  return disclosureSchema.safeParse(stored).data ?? {};
}

type Speaking = { businessName: string; language: CustomerLanguage };

/** What goes before the first answer of a conversation; undefined where it is off. */
export function disclosureWords(
  { off, text }: Disclosure,
  { isHandedOver, ...speaking }: Speaking & { isHandedOver: boolean },
): string | undefined {
  if (off !== undefined) return undefined;
  const words = text ?? fillIn(wordsIn(speaking.language).disclosure, { business: speaking.businessName });
  // Whom a person answers now need not be told how to reach one.
  return isHandedOver ? words : `${words} ${reachPersonWords(speaking.language)}`;
}

/** What answers whether a bot writes: that it does, whatever is set. */
export function isBotWords({ businessName, language }: Speaking): string {
  return `${fillIn(wordsIn(language).isBot, { business: businessName })} ${reachPersonWords(language)}`;
}

function reachPersonWords(language: CustomerLanguage): string {
  const { reachPerson, personWord } = wordsIn(language);
  return fillIn(reachPerson, { word: personWord });
}
