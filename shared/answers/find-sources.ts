import { followUpContext } from "../knowledge/rules/follow-up-context.ts";
import { knowledgeOnly } from "./rules/knowledge-only.ts";
import { asksNothing } from "../language/small-talk.ts";
import type { Source, Turn } from "./rules/prompt.ts";
import { searchKnowledge, type Searching } from "../knowledge/search-knowledge.ts";

const shownSources = 6;

export type FoundSource = Source & { score: number };

type Asked = {
  question: string;
  turns: readonly Turn[];
  language?: string | undefined;
  /** Absent: all of the tenant's. */
  knowledgeBaseIds?: readonly string[] | undefined;
};

/**
 * The passages that may answer the question, best first; a follow-up is searched for with what it follows, and nothing for a
 * greeting, a thanks and the like.
 */
export async function findSources(
  tenantId: string,
  { question, language, turns, knowledgeBaseIds }: Asked,
  services: Searching,
  signal?: AbortSignal,
): Promise<{ sources: FoundSource[]; searchedFor: string; tokens: number }> {
  const lastReply = turns.findLastIndex(({ role }) => role === "business");
  if (asksNothing(question, turns[lastReply]?.text)) return { sources: [], searchedFor: "", tokens: 0 };
  const earlier = turns.slice(0, Math.max(0, lastReply)).findLast(({ role }) => role === "customer");
  const context = followUpContext(question, earlier?.text);
  const search = { tenantId, question, context, language, knowledgeBaseIds, limit: shownSources, signal };
  const { found, tokens } = await searchKnowledge(search, services);
  const sources = found.map((chunk, index) => ({
    id: index + 1,
    chunkId: chunk.id,
    documentId: chunk.documentId,
    title: knowledgeOnly(chunk.title),
    ...(chunk.heading === undefined ? {} : { heading: knowledgeOnly(chunk.heading) }),
    ...(chunk.page === undefined ? {} : { page: chunk.page }),
    text: knowledgeOnly(chunk.text),
    score: chunk.score,
  }));
  const searchedFor = context === undefined ? question : `${context}\n${question}`;
  return { sources, searchedFor, tokens };
}
