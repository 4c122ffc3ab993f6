import { z } from "@hono/zod-openapi";
import { countFeedback } from "../../../shared/answers/queries/answer-feedback.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { localDate } from "../../../shared/billing/rules/period-boundary.ts";
import { day } from "../billing/billing-schemas.ts";
import { daysRule, readDays } from "../http/days.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const listFeedback = defineRoute(
  {
    method: "get",
    path: "/answers/feedback",
    operation: "listFeedback",
    permission: "answers:ratings",
    tag: "Answers",
    summary: "Read how the bot's answers were rated, by day",
    // Not paged: at most one entry a day.
    description: `Of the rating, not of the answer. ${daysRule}`,
    status: 200,
    query: z.object({ from: day.optional(), to: day.optional() }),
    reply: z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      timeZone: z.string().openapi({ description: "Whose days these are", example: "Asia/Jakarta" }),
      up: z.int(),
      down: z.int(),
      data: z.array(z.object({ day: z.iso.date(), up: z.int(), down: z.int() }).openapi("FeedbackOfDay")),
    }),
  },
  async ({ principal, query, read, services }) => {
    const body = await read(ownTenant(principal), async (trx) => {
      const { time_zone: timeZone } = found(await findTenant(trx));
      const days = readDays(query, localDate(services.now(), timeZone));
      const data = await countFeedback(trx, { ...days, timeZone });
      const sum = (rating: "up" | "down") => data.reduce((total, one) => total + one[rating], 0);
      return { ...days, timeZone, up: sum("up"), down: sum("down"), data };
    });
    return { body };
  },
);
