import type { Llm } from "../../clients/llm.ts";
import type { Vectors } from "../../clients/vectors.ts";
import { chooseFusion } from "../../domain/knowledge/choose-fusion.ts";
import { rewriteFollowUp } from "../../domain/knowledge/rewrite-follow-up.ts";
import { querySparseVector } from "../../domain/knowledge/sparse-vector.ts";
import { answerSchema } from "../../domain/reply/answer-schema.ts";
import { planReply } from "../../domain/reply/plan-reply.ts";
import { buildPrompt } from "../../domain/reply/prompt.ts";
import type { EvalQuestion } from "./load-questions.ts";
import type { EvalTenant } from "./eval-retrieval.ts";

export type AnswerFigures = {
  "abstention precision": number;
  "abstention recall": number;
  "citation correctness": number;
  "answered of answerable": number;
};

type Judged = EvalQuestion & { abstained: boolean; answered: boolean; citedRight: boolean };

const shownSources = 6;

/** The figures of whole answers: searched, prompted, checked as the responder does it. */
export async function evalAnswers(
  tenant: EvalTenant,
  questions: readonly EvalQuestion[],
  embeddingModel: string,
  llm: Llm,
  vectors: Vectors,
): Promise<AnswerFigures> {
  const judged: Judged[] = [];
  for (const question of questions.filter(({ language }) => language === tenant.language)) {
    judged.push(await judge(tenant, question, embeddingModel, llm, vectors));
  }
  const unanswerable = judged.filter(({ kind }) => kind === "unanswerable");
  const answerable = judged.filter(({ kind }) => kind === "answerable" || kind === "multi-turn");
  const abstained = judged.filter((one) => one.abstained && one.kind !== "underspecified");
  const answered = answerable.filter((one) => one.answered);
  return {
    "abstention precision": share(abstained, ({ kind }) => kind === "unanswerable"),
    "abstention recall": share(unanswerable, (one) => one.abstained),
    "citation correctness": share(answered, ({ citedRight }) => citedRight),
    "answered of answerable": share(answerable, (one) => one.answered),
  };
}

async function judge(
  { tenantId, language, passages }: EvalTenant,
  asked: EvalQuestion,
  embeddingModel: string,
  llm: Llm,
  vectors: Vectors,
): Promise<Judged> {
  const searched = rewriteFollowUp(asked.question, asked.before.at(-2));
  const { vectors: embedded } = await llm.embed([searched]);
  const found = await vectors.searchChunks({
    tenantId,
    dense: embedded[0] ?? [],
    sparse: querySparseVector(searched, { language }),
    limit: shownSources,
    fusion: chooseFusion(embeddingModel, language),
  });
  const sources = found.map(({ id, documentId, text, heading }, at) => ({
    id: at + 1,
    chunkId: id,
    documentId,
    title: passages.get(id)?.document ?? "",
    ...(heading === undefined ? {} : { heading }),
    text,
  }));
  const turns = [...asked.before, asked.question].map((text, at) => ({
    role: at % 2 === 0 ? ("customer" as const) : ("business" as const),
    text,
  }));
  const messages = buildPrompt({ businessName: "the project", tone: {}, sources, turns });
  const { value } = await llm.complete({
    messages,
    schema: answerSchema,
    schemaName: "answer",
    maxTokens: 700,
    temperature: 0,
  });
  const plan = planReply(value, { sources, question: searched, handoffText: "-", language });
  const cited = plan.citations.map(({ chunkId }) => passages.get(chunkId)?.entry ?? "");
  return {
    ...asked,
    abstained: plan.handoff !== undefined && cited.length === 0,
    answered: cited.length > 0,
    citedRight: cited.some((entry) => asked.entries.includes(entry)),
  };
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length;
}
