import { type Notice, noticeText, ownNoticeText } from "../conversations/rules/notices.ts";
import type { Handoff } from "./rules/plan-reply.ts";
import type { Turn } from "./rules/prompt.ts";
import { spokenLanguage } from "../conversations/rules/spoken-language.ts";
import type { AskedOfTenant } from "./asked-of-tenant.ts";
import type { Answered } from "./answered.ts";

/** The CRM's own words in place of an answer, without asking a model. */
export function noticeAnswer(
  notice: Notice,
  asked: Pick<AskedOfTenant, "llmConfig" | "language"> & { question?: string; turns?: readonly Turn[] },
  handoff?: Handoff,
): Answered {
  const spoken = spokenLanguage(asked);
  return {
    text: noticeText(notice, { llmConfig: asked.llmConfig, language: spoken }),
    ...(notice === "unreadable" ? { onceADay: notice } : {}),
    citations: [],
    spoken,
    isOwnText: ownNoticeText(notice, asked.llmConfig) !== undefined,
    ...(handoff === undefined ? {} : { handoff }),
    tokens: { in: 0, out: 0, embedding: 0 },
    trace: { decision: { kind: "notice", ...(handoff === undefined ? {} : { reason: handoff.reason }) } },
  };
}
