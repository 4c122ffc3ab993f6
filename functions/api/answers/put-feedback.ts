import { z } from "@hono/zod-openapi";
import { recordFeedback } from "../../../shared/answers/queries/answer-feedback.ts";
import { findMessage } from "../../../shared/conversations/queries/messages.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { recordRatedBad, removeRatedBad } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { clusterKey } from "../../../shared/knowledge/rules/cluster-key.ts";
import { askedOfTenant } from "../../../shared/answers/asked-of-tenant.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, text } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const rating = z.enum(["up", "down"]);

export const putFeedback = defineRoute(
  {
    method: "put",
    path: "/messages/{id}/feedback",
    permission: "answers:rate",
    tag: "Answers",
    summary: "Say whether an answer of the bot was good",
    description:
      "One rating of each user, the last one counts. What the answer was about is listed with the unanswered questions " +
      "while anybody rates it `down`.",
    status: 200,
    params: idParams,
    body: z.object({ rating, note: text(1_000).optional() }),
    reply: z.object({ messageId: id, rating, note: z.string().nullable() }).openapi("AnswerFeedback"),
  },
  async ({ principal, params, body, services, write }) => {
    const tenantId = ownTenant(principal);
    if (principal.kind !== "user") throw new HttpProblem("forbidden", "Only people rate answers.");
    return write(tenantId, async ({ trx }) => {
      const message = found(await findMessage(trx, params.id));
      if (message.sender_type !== "bot") throw new HttpProblem("conflict", "It is no answer of the bot's.");
      const { downs } = await recordFeedback(trx, {
        ...body,
        messageId: message.id,
        userId: principal.id,
        ratedAt: services.now(),
      });
      const { trigger_message_id: triggerId } = message;
      if (triggerId !== null && downs > 0) await listAsUnanswered(trx, triggerId, message.trace);
      if (triggerId !== null && downs === 0) await removeRatedBad(trx, triggerId);
      return { body: { messageId: message.id, rating: body.rating, note: body.note ?? null } };
    });
  },
);

const asked = z.object({ question: z.string().min(1), language: z.string() }).partial();

/** The whole question stands in the trace: a customer may have asked it in several messages. */
async function listAsUnanswered(trx: TenantTransaction, messageId: string, trace: unknown): Promise<void> {
  const { language: written } = askedOfTenant(found(await findTenant(trx)));
  const { question, language = written } = asked.safeParse(trace).data ?? {};
  const words = question ?? (await findMessage(trx, messageId))?.body ?? "";
  if (words === "") return;
  await recordRatedBad(trx, { messageId, question: words, clusterKey: clusterKey(words, written), language });
}
