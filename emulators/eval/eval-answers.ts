import type { Llm } from "../../shared/llm/llm.ts";
import type { Vectors } from "../../shared/knowledge/vectors/vectors.ts";
import { chooseFusion } from "../../shared/knowledge/rules/choose-fusion.ts";
import { followUpContext } from "../../shared/knowledge/rules/follow-up-context.ts";
import { querySparseVector } from "../../shared/knowledge/rules/sparse-vector.ts";
import { answerSchema } from "../../shared/answers/rules/answer-schema.ts";
import { checkAnswer } from "../../shared/answers/rules/check-answer.ts";
import { planReply } from "../../shared/answers/rules/plan-reply.ts";
import { buildPrompt, type Source } from "../../shared/answers/rules/prompt.ts";
import { asksNothing } from "../../shared/language/small-talk.ts";
import { embedQuestion } from "../../shared/knowledge/embed-question.ts";
import type { EvalQuestion } from "./load-questions.ts";
import type { EvalTenant } from "./eval-retrieval.ts";

/** What came of a question, and where it ended if it was not answered. */
export type JudgedAnswer = EvalQuestion & {
  outcome: "answered" | "abstained" | "asked-back" | "small-talk";
  /** Whether anything was searched for. */
  isSearched: boolean;
  /** Whether a right entry was among the passages that the model was given. */
  isFound: boolean;
  /** Why the model's answer did not pass the checks. */
  blockedBy?: string;
  citations: { isRight: boolean }[];
};

type Evaluated = { llm: Llm; vectors: Vectors; embeddingModel: string };

const shownSources = 6;

/** Each question answered as the responder does it: searched, prompted, checked. */
export async function evalAnswers(
  tenant: EvalTenant,
  questions: readonly EvalQuestion[],
  evaluated: Evaluated,
): Promise<JudgedAnswer[]> {
  const judged: JudgedAnswer[] = [];
  for (const question of questions) judged.push(await judge(tenant, question, evaluated));
  return judged;
}

async function judge(tenant: EvalTenant, asked: EvalQuestion, evaluated: Evaluated): Promise<JudgedAnswer> {
  const { language, passages } = tenant;
  const isSearched = !asksNothing(asked.question, asked.before.at(-1));
  const sources = isSearched ? await findSources(tenant, asked, evaluated) : [];
  const turns = [...asked.before, asked.question].map((text, at) => ({
    role: at % 2 === 0 ? ("customer" as const) : ("business" as const),
    text,
  }));
  const { value } = await evaluated.llm.complete({
    messages: buildPrompt({ businessName: "the project", tone: {}, sources, turns }),
    schema: answerSchema,
    schemaName: "answer",
    maxTokens: 700,
    temperature: 0,
  });
  const given = { sources, question: asked.question, handoffText: "-", language };
  const { failure } = checkAnswer(value, given);
  const plan = planReply(value, given);
  const isRight = (chunkId: string) => asked.entries.includes(passages.get(chunkId)?.entry ?? "");
  const asAsked = { clarify: "asked-back", smalltalk: "small-talk" } as const;
  const isAbstained = plan.handoff !== undefined && plan.citations.length === 0;
  return {
    ...asked,
    outcome:
      value.kind === "clarify" || value.kind === "smalltalk"
        ? asAsked[value.kind]
        : isAbstained
          ? "abstained"
          : "answered",
    isSearched,
    isFound: sources.some(({ chunkId }) => isRight(chunkId)),
    ...(value.kind === "answer" && failure !== undefined ? { blockedBy: failure } : {}),
    citations: plan.citations.map(({ chunkId }) => ({ isRight: isRight(chunkId) })),
  };
}

async function findSources(
  { tenantId, language, passages }: EvalTenant,
  { question, before }: EvalQuestion,
  { llm, vectors, embeddingModel }: Evaluated,
): Promise<Source[]> {
  const context = followUpContext(question, before.at(-2));
  const { vector: dense } = await embedQuestion({ question, context }, llm);
  const found = await vectors.searchChunks({
    tenantId,
    dense,
    sparse: querySparseVector(question, { language, context }),
    limit: shownSources,
    fusion: chooseFusion(embeddingModel, language),
  });
  return found.map(({ id, documentId, text, heading }, at) => ({
    id: at + 1,
    chunkId: id,
    documentId,
    title: passages.get(id)?.document ?? "",
    ...(heading === undefined ? {} : { heading }),
    text,
  }));
}
