import { type Notice, noticeText } from "../conversations/rules/notices.ts";
import type { Handoff } from "./rules/plan-reply.ts";
import type { AskedOfTenant } from "./asked-of-tenant.ts";
import type { Answered } from "./write-answer.ts";

/** The CRM's own words in place of an answer, without asking a model. */
export function noticeAnswer(
  notice: Notice,
  tenant: Pick<AskedOfTenant, "llmConfig" | "language">,
  handoff?: Handoff,
): Answered {
  return {
    text: noticeText(notice, tenant),
    ...(notice === "unreadable" ? { onceADay: notice } : {}),
    citations: [],
    ...(handoff === undefined ? {} : { handoff }),
    tokens: { in: 0, out: 0, embedding: 0 },
    trace: { decision: { kind: "notice", ...(handoff === undefined ? {} : { reason: handoff.reason }) } },
  };
}
