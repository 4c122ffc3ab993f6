import { z } from "zod";

/** Kinds of what customers send beside text, for each of which a rule says who deals with it. */
const nonTextKinds = [
  "voice",
  "image",
  "video",
  "document",
  "sticker",
  "contacts",
  "location",
  "order",
  "form",
  "thanks",
  "other",
] as const;
export type NonText = (typeof nonTextKinds)[number];

/** `bot`: it tries, with the words that there are; `human`: it is acknowledged and shown; `ignore`: it needs no answer. */
const nonTextRule = z.enum(["bot", "human", "ignore"]);
export const nonTextRulesSchema = z.partialRecord(z.enum(nonTextKinds), nonTextRule);
export type NonTextRules = Record<NonText, z.output<typeof nonTextRule>>;

/**
 * A picture or document is often the proof of a payment, whatever is said with it, and the bot sees neither. What a mere
 * "thank you" or a sticker wants is nothing.
 */
const usual: NonTextRules = {
  voice: "bot",
  image: "human",
  video: "human",
  document: "human",
  sticker: "ignore",
  contacts: "human",
  location: "human",
  order: "human",
  form: "human",
  thanks: "ignore",
  other: "bot",
};

/** The outlet's rules before the tenant's before the usual ones. */
export function nonTextRules(
  settings: {
    nonText?: Partial<NonTextRules> | undefined;
    nonTextOf?: Record<string, Partial<NonTextRules>> | undefined;
  },
  outletId: string,
): NonTextRules {
  return { ...usual, ...settings.nonText, ...settings.nonTextOf?.[outletId] };
}
