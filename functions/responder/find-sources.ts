import { rewriteFollowUp } from "../../shared/domain/knowledge/rewrite-follow-up.ts";
import type { Source } from "../../shared/domain/reply/prompt.ts";
import { searchKnowledge } from "../../shared/runtime/search-knowledge.ts";
import type { Services } from "../../shared/runtime/services.ts";
import type { Situation } from "./load-situation.ts";

const shownSources = 6;

/** The passages that may answer the question, of the outlet's knowledge bases; a follow-up is searched for with what it follows. */
export async function findSources(
  tenantId: string,
  question: string,
  { language, turns, knowledgeBaseIds }: Pick<Situation, "language" | "turns" | "knowledgeBaseIds">,
  services: Pick<Services<"responder">, "db" | "llm" | "vectors" | "config">,
): Promise<{ sources: Source[]; tokens: number }> {
  const lastReply = turns.findLastIndex(({ role }) => role === "business");
  const earlier = turns.slice(0, Math.max(0, lastReply)).findLast(({ role }) => role === "customer");
  const searched = rewriteFollowUp(question, earlier?.text);
  const search = { tenantId, question: searched, language, knowledgeBaseIds, limit: shownSources };
  const { found, tokens } = await searchKnowledge(search, services);
  const sources = found.map((chunk, index) => ({
    id: index + 1,
    chunkId: chunk.id,
    documentId: chunk.documentId,
    title: chunk.title,
    ...(chunk.heading === undefined ? {} : { heading: chunk.heading }),
    ...(chunk.page === undefined ? {} : { page: chunk.page }),
    text: chunk.text,
  }));
  return { sources, tokens };
}
