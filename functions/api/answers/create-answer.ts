import { ownTenant } from "../http/own-tenant.ts";
import { defineRoute } from "../http/route.ts";
import { answerEvents, answerSchema, questionSchema } from "./answer-schema.ts";
import { loadQuestion } from "./load-question.ts";

export const createAnswer = defineRoute(
  {
    method: "post",
    path: "/llm/answers",
    operation: "createAnswer",
    permission: "answers:try",
    tag: "Answers",
    summary: "Try how a question would be answered",
    description:
      "The playground: the answer that a customer would get, by the same search, prompt and checks, without sending it. Told by " +
      "server-sent events while it is written; `Accept: application/json` gives it whole. A sentence is shown only " +
      "when it has passed the checks together with all before it. Its tokens count as those of any answer; leaving " +
      "ends the model's work at once, and what it took until then counts. The events: `token`… (`replaced`) `citations` `usage` " +
      "`done`, or `error`, after which nothing comes. An Idempotency-Key is for JSON only. Kept for 90 days.",
    status: 200,
    body: questionSchema,
    reply: answerSchema,
    events: answerEvents,
    perMinute: "API_ANSWERS_PER_USER",
  },
  async (context) => {
    const { principal, body, services, read, wantsEvents } = context;
    const tenantId = ownTenant(principal);
    const question = await read(tenantId, async (trx) => loadQuestion(trx, body, services.now()));
    // Read with the first question: what writes answers is a large part of the API's code, and few calls ask for it.
    const [{ tryAnswer }, { streamAnswer }] = await Promise.all([
      import("./try-answer.ts"),
      import("./stream-answer.ts"),
    ]);
    if (!wantsEvents) return tryAnswer(context, tenantId, question);
    return { events: async (send) => streamAnswer(context, tenantId, question, send) };
  },
);
