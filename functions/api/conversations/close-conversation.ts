import { z } from "@hono/zod-openapi";
import { close, snooze, wake } from "../../../shared/conversations/queries/conversation-acts.ts";
import { findOpenConversation, reopen } from "../../../shared/conversations/queries/conversations.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { defineRoute } from "../http/route.ts";
import { text, timestamp } from "../http/schemas.ts";
import { actOn, actRoute, requireOpen } from "./act-on.ts";
import { outcomes } from "./conversation-schema.ts";

export const closeConversation = defineRoute(
  {
    ...actRoute,
    path: "/conversations/{id}/close",
    summary: "Close a conversation",
    description:
      "Nothing of the bot's that is not on its way is sent in it any more. When the customer writes again within the tenant's " +
      "`reopenHours`, it opens again with who had it, unless it was spam; later a new one begins with the bot. A mere " +
      "thank-you opens nothing.",
    body: z.object({
      outcome: z.enum(outcomes).default("resolved"),
      reason: text(500).optional().openapi({ description: "In a person's words" }),
    }),
  },
  async (context) => {
    const { outcome, reason } = context.body;
    return actOn(context, "conversation.close", async ({ trx, now }, conversation) => {
      if (conversation.status === "closed") return false;
      await close(trx, conversation.id, { outcome, reason, now });
      return true;
    });
  },
);

export const reopenConversation = defineRoute(
  {
    ...actRoute,
    path: "/conversations/{id}/reopen",
    summary: "Open a closed conversation again",
    description: "With who had it. 409 where the contact has another open one with the outlet.",
  },
  async (context) =>
    actOn(context, "conversation.reopen", async ({ trx }, conversation) => {
      if (conversation.status === "open") return false;
      if (conversation.imported) throw new HttpProblem("conflict", "It holds imported history only.");
      const other = await findOpenConversation(trx, {
        outletId: conversation.outlet_id,
        contactId: conversation.contact_id,
      });
      if (other !== undefined)
        throw new HttpProblem("conflict", "The contact has another open conversation with the outlet.", {
          extensions: { conversationId: other.id },
        });
      await reopen(trx, conversation.id);
      return true;
    }),
);

export const snoozeConversation = defineRoute(
  {
    ...actRoute,
    path: "/conversations/{id}/snooze",
    summary: "Put a conversation aside",
    description: "Until a time, or with null until the customer writes, which ends it in any case.",
    body: z.object({
      until: timestamp
        .transform((at) => new Date(at))
        .nullable()
        .openapi({ type: ["string", "null"], format: "date-time", example: "2026-03-02T08:00:00.000Z" }),
    }),
  },
  async (context) => {
    const { until } = context.body;
    if (until !== null && until <= context.services.now())
      throw new HttpProblem("invalid", undefined, {
        errors: [{ field: "until", in: "body", code: "invalid", message: "must be in the future" }],
      });
    return actOn(context, "conversation.snooze", async ({ trx, now }, conversation) => {
      requireOpen(conversation);
      const isSame =
        conversation.snoozed_at !== null && conversation.snoozed_until?.getTime() === until?.getTime();
      if (isSame) return false;
      await snooze(trx, conversation.id, { until, now });
      return true;
    });
  },
);

export const wakeConversation = defineRoute(
  { ...actRoute, path: "/conversations/{id}/wake", summary: "Take up a conversation that was put aside" },
  async (context) =>
    actOn(context, "conversation.wake", async ({ trx }, conversation) => {
      if (conversation.snoozed_at === null) return false;
      await wake(trx, conversation.id);
      return true;
    }),
);
