import { closeWords } from "../../../shared/conversations/rules/hand-over-words.ts";
import type { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordPlaygroundAnswer } from "../../../shared/answers/queries/playground-answers.ts";
import { inWork } from "../../../shared/runtime/work.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { meterTokens } from "../../../shared/answers/meter-tokens.ts";
import { UnfinishedAnswer } from "../../../shared/answers/unfinished-answer.ts";
import { writeAnswer } from "../../../shared/answers/write-answer.ts";
import type { Answered, Asked } from "../../../shared/answers/answered.ts";
import type { RouteContext, RouteReply } from "../http/route.ts";
import { toProblem } from "../http/to-problem.ts";
import { presentAnswer, type questionSchema } from "./answer-schema.ts";
import type { Work } from "../../../shared/runtime/work.ts";

export type TryContext = RouteContext<unknown, unknown, z.output<typeof questionSchema>>;

/** Of the time that a request may take: what is left is for keeping and counting what came of it. */
const shareOfTime = 0.9;

/**
 * Answers the question as the responder would, keeps the answer with its trace, and counts what it took, once, in the same
 * transaction. One that fails, or whose client leaves, is counted and kept as well. Throws the problem to tell.
 */
export async function tryAnswer(
  context: TryContext,
  tenantId: string,
  question: Asked | Answered,
  onText?: (text: string) => void,
): Promise<RouteReply & { answered: Answered; id: string }> {
  const { services, signal } = context;
  const id = uuidv7();
  const inTime = AbortSignal.timeout(services.config.API_TIMEOUT_MS * shareOfTime);
  const watching = { signal: AbortSignal.any([signal, inTime]), onText };
  try {
    const written =
      "trace" in question ? question : await writeAnswer(tenantId, question, services, watching);
    const answered = { ...written, text: asCustomersGetIt(written, services.now()) };
    const reply = await context.write(tenantId, async (work) => {
      await keep(context, work, { ...answered, id, outcome: "answered", answer: answered.text });
      return { body: presentAnswer(id, answered) };
    });
    return { ...reply, answered, id };
  } catch (error) {
    if (!(error instanceof UnfinishedAnswer)) throw error;
    const { tokens, cause } = error;
    const outcome = signal.aborted ? "canceled" : "failed";
    await inWork(services, tenantId, {}, async (work) => keep(context, work, { id, outcome, tokens }));
    if (signal.aborted || inTime.aborted) throw new HttpProblem("timed-out", undefined, { cause });
    throw (
      toProblem(cause) ?? new HttpProblem("unavailable", "The model or the search did not work.", { cause })
    );
  }
}

/** A hand-over is closed as it is while people are there. */
function asCustomersGetIt({ text, handoff, spoken, isOwnText = false }: Answered, now: Date): string {
  if (handoff === undefined) return text;
  return closeWords(text, { isOpen: true }, { language: spoken, timeZone: "UTC", now, isOwn: isOwnText });
}

async function keep(
  { principal, body, services }: TryContext,
  work: Work,
  kept: Omit<Parameters<typeof recordPlaygroundAnswer>[1], "question">,
): Promise<void> {
  const { outletId, question } = body;
  const userId = principal.kind === "user" ? principal.id : undefined;
  await recordPlaygroundAnswer(work.trx, { ...kept, userId, outletId, question });
  await meterTokens(work, { tokens: kept.tokens, subjectId: kept.id, outletId, at: services.now() });
}
