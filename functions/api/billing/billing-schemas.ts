import { z } from "@hono/zod-openapi";
import { planCodes } from "../../../shared/billing/rules/plan.ts";
import { isMeter } from "../../../shared/contracts/meter.ts";
import { id, timestamp } from "../http/schemas.ts";

export const planCode = z.enum(planCodes).openapi({ example: "growth" });
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .openapi({ example: "USD" });
export const minorUnits = z
  .int()
  .openapi({ description: "In minor units of the currency: cents", example: 5_000 });

export const meter = z
  .string()
  .refine(isMeter, "must be a known meter, as message.outbound")
  .openapi({ example: "message.outbound" });

/** A day that calendars and the database agree on. */
export const day = z.iso
  .date()
  .refine((value) => value >= "2000-01-01" && value < "2200-01-01", "must be of this age")
  .openapi({ example: "2026-03-01" });

export const overageSchema = z.object({ priceMinor: z.int(), perUnits: z.int() }).nullable().openapi({
  description: "What so many units beyond the included cost; null where there is nothing beyond",
});

export const periodSchema = z
  .object({
    id,
    startsAt: timestamp,
    endsAt: timestamp,
    timeZone: z.string(),
    isTrial: z.boolean(),
  })
  .openapi("BillingPeriod", {
    example: {
      id: "01980000-0000-7000-8000-000000000001",
      startsAt: "2026-02-28T17:00:00.000Z",
      endsAt: "2026-03-31T17:00:00.000Z",
      timeZone: "Asia/Jakarta",
      isTrial: false,
    },
  });

export type PeriodFacts = {
  id: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  isTrial: boolean;
};

export function presentPeriod({
  id: periodId,
  startsAt,
  endsAt,
  timeZone,
  isTrial,
}: PeriodFacts): z.output<typeof periodSchema> {
  return {
    id: periodId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    timeZone,
    isTrial,
  };
}
