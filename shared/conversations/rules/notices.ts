import { z } from "zod";
import { type CustomerLanguage, wordsIn } from "./words/words-in.ts";

/** What the bot says when no model can say it. */
export type Notice = "technical" | "unreadable" | "handoff" | "askedForHuman" | "quota";

/** A tenant may put its own words in `llm_config.notices`. */
const configured = z.looseObject({
  notices: z.partialRecord(
    z.enum(["technical", "unreadable", "handoff", "askedForHuman", "quota"]),
    z.string().trim().min(1),
  ),
});

/** The tenant's own words for it, else ours in the customer's language. */
export function noticeText(
  notice: Notice,
  tenant: { llmConfig: unknown; language: CustomerLanguage },
): string {
  return ownNoticeText(notice, tenant.llmConfig) ?? wordsIn(tenant.language)[notice];
}

export function ownNoticeText(notice: Notice, llmConfig: unknown): string | undefined {
  return configured.safeParse(llmConfig).data?.notices[notice];
}
