import type { z } from "zod";
import { type inboxSettingsSchema, readMessagingSettings } from "./messaging-settings.ts";

type Set = z.infer<typeof inboxSettingsSchema>;
export type InboxSettings = { [Name in keyof Set]-?: Exclude<Set[Name], undefined> };

/** How the tenant's conversations close and open again, as far as it is set. */
export function inboxSettingsOf({ messaging }: { messaging: unknown }): InboxSettings {
  const {
    reopenHours = 24,
    closeBotAfterHours = 24,
    closeHumanAfterHours = null,
    isReopenedByThanks = false,
  } = readMessagingSettings(messaging).inbox ?? {};
  return { reopenHours, closeBotAfterHours, closeHumanAfterHours, isReopenedByThanks };
}

const hourMs = 60 * 60_000;

/** A conversation that was closed after then is opened again when the customer writes. */
export function reopenSince({ reopenHours }: Pick<InboxSettings, "reopenHours">, now: Date): Date {
  return new Date(now.getTime() - reopenHours * hourMs);
}
