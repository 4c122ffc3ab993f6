import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { Answered, Asked } from "../../../shared/answers/answered.ts";
import type { SendEvent } from "../http/event-stream.ts";
import { presentProblem } from "../http/present-problem.ts";
import { toProblem } from "../http/to-problem.ts";
import { presentAnswer } from "./answer-schema.ts";
import { tryAnswer, type TryContext } from "./try-answer.ts";

/**
 * Tells an answer while it is written. What is shown is what would be sent: a sentence is held back until it is whole and, with
 * all before it, has passed the checks. Should a later one fail them, a customer would get nothing of the answer but a
 * notice, and `replaced` says so.
 */
export async function streamAnswer(
  context: TryContext,
  tenantId: string,
  question: Asked | Answered,
  send: SendEvent,
): Promise<void> {
  let shown = "";
  const show = (text: string): void => {
    if (text.length <= shown.length || !text.startsWith(shown)) return;
    send("token", { text: text.slice(shown.length) });
    shown = text;
  };
  try {
    const { answered, id } = await tryAnswer(context, tenantId, question, show);
    const { text, citations, usage, decision, handoff } = presentAnswer(id, answered);
    if (text.startsWith(shown)) show(text);
    else send("replaced", { text });
    send("citations", { citations });
    send("usage", usage);
    send("done", { id, decision, handoff });
  } catch (error) {
    const problem = toProblem(error) ?? new HttpProblem("internal", undefined, { cause: error });
    const { requestId, services, signal } = context;
    const { code } = problem;
    // The request's own log line was written when the stream began.
    if (signal.aborted)
      services.log.info("a client left before its answer was whole", { tenantId, requestId });
    else services.log.error("an answer's stream broke off", { tenantId, requestId, code, error });
    send("error", presentProblem(problem, requestId));
  }
}
