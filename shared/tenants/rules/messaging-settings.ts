import { z } from "zod";
import { toTemplateLanguage } from "../../language/template-language.ts";
import { nonTextRulesSchema } from "./non-text-rules.ts";
import { takeBackSettingsSchema } from "./take-back-settings.ts";

const hours = z
  .int()
  .min(1)
  .max(30 * 24);

export const inboxSettingsSchema = z.strictObject({
  /** For how long after the close the customer's next message opens it again; 0: it always begins a new one. */
  reopenHours: z
    .int()
    .min(0)
    .max(30 * 24)
    .optional(),
  /** After how long of silence what the bot has is closed; null: never by itself. */
  closeBotAfterHours: hours.nullable().optional(),
  /** The same of what humans have. */
  closeHumanAfterHours: hours.nullable().optional(),
  /** Whether a mere thank-you opens a closed one again. */
  isReopenedByThanks: z.boolean().optional(),
});

/** How a tenant wants messaging done; stored in `tenants.messaging`. */
export const messagingSettingsSchema = z.object({
  /** Sent in place of an answer that missed the 24-hour window; without one a human takes over. */
  windowTemplate: z
    .object({
      name: z.string().min(1).max(512),
      language: z.string().min(2).max(20).transform(toTemplateLanguage),
    })
    .nullable()
    .optional(),
  /** Words that opt a customer out of marketing, and back in; each list takes the place of the usual words. */
  stopWords: z.array(z.string().min(1).max(50)).max(100).optional(),
  startWords: z.array(z.string().min(1).max(50)).max(100).optional(),
  /** Who deals with what is not text, by kind, where it is not the usual one; an outlet's rules go before the tenant's. */
  nonText: nonTextRulesSchema.optional(),
  nonTextOf: z.record(z.uuid(), nonTextRulesSchema).optional(),
  /** After how many minutes the bot takes back what was handed over; null: never. */
  takeBack: takeBackSettingsSchema.optional(),
  /** When conversations close, and open again. */
  inbox: inboxSettingsSchema.optional(),
  /** What a customer is told who wrote such a word, in place of our words in the customer's language. */
  optOutText: z.string().trim().min(1).max(500).optional(),
  optInText: z.string().trim().min(1).max(500).optional(),
});

export type MessagingSettings = z.infer<typeof messagingSettingsSchema>;

/** What is stored, as far as it can be read. */
export function readMessagingSettings(stored: unknown): MessagingSettings {
  return messagingSettingsSchema.safeParse(stored).data ?? {};
}
