import { splitSentences } from "../../language/split-sentences.ts";
import { type Answer, answerSchema } from "./answer-schema.ts";
import { checkAnswer, type Given } from "./check-answer.ts";
import { planReply } from "./plan-reply.ts";

/**
 * What may be shown of an answer that is still being written, given its JSON so far: its whole sentences as they would be
 * sent, once together they pass the checks that the whole answer has to pass. Empty while there are none, and where the model
 * did not tell first what its words rest on.
 */
export function draftText(json: string, given: Given): string {
  const draft = readDraft(json);
  if (draft === undefined) return "";
  // The last sentence may go on.
  const answer = splitSentences(draft.answer).slice(0, -1).join("").trim();
  const check = checkAnswer({ ...draft, answer }, given);
  return check.failure === undefined ? planReply({ ...draft, answer }, given, check).text : "";
}

const rests = answerSchema.pick({ kind: true, language: true, citations: true });
const answerBegins = /,\s*"answer"\s*:\s*"((?:[^"\\]|\\u[\da-f]{4}|\\[^u])*)/i;

/** The answer as far as it has come. */
function readDraft(json: string): Answer | undefined {
  const begun = answerBegins.exec(json);
  if (begun === null) return undefined;
  const head = rests.safeParse(parse(`${json.slice(0, begun.index)}}`)).data;
  const answer = parse(`"${begun[1] ?? ""}"`);
  if (head === undefined || typeof answer !== "string") return undefined;
  return { ...head, answer, handoff_reason: null, handoff_summary: null };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
