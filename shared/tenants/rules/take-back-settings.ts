import { z } from "zod";

const minutes = z
  .int()
  .min(1)
  .max(7 * 24 * 60);

/** After how many minutes the bot takes a conversation back from humans; null: never by itself. */
export const takeBackSettingsSchema = z.strictObject({
  /** That nobody has taken, when it was handed over while people are there. */
  insideHours: minutes.nullable().optional(),
  /** The same, while they are not. */
  outsideHours: minutes.nullable().optional(),
  /** That somebody has taken, since their last word and while the customer waits; two hours at least. */
  whenTaken: z
    .int()
    .min(120)
    .max(7 * 24 * 60)
    .nullable()
    .optional(),
});

export type TakeBackSettings = {
  insideHours: number | null;
  outsideHours: number | null;
  whenTaken: number | null;
};

export function readTakeBackSettings(
  set: z.infer<typeof takeBackSettingsSchema> | undefined,
): TakeBackSettings {
  const { insideHours = 30, outsideHours = 240, whenTaken = null } = set ?? {};
  return { insideHours, outsideHours, whenTaken };
}
