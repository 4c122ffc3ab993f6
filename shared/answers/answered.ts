import type { AnswerTrace, Tokens } from "./rules/answer-trace.ts";
import type { ReplyPlan } from "./rules/plan-reply.ts";
import type { Turn } from "./rules/prompt.ts";
import type { CustomerLanguage } from "../conversations/rules/words/words-in.ts";
import type { AskedOfTenant } from "./asked-of-tenant.ts";

export type Asked = AskedOfTenant & {
  question: string;
  /** The conversation so far, the question at its end. */
  turns: readonly Turn[];
  /** From which is answered; absent: from all. */
  knowledgeBaseIds?: readonly string[];
  /** What the tenant's answers took today, in tokens. */
  spentTokens: number;
};

export type Answered = ReplyPlan & {
  /** A fixed word that is not said twice in a conversation and day: its name. */
  onceADay?: string;
  /** In which the CRM itself speaks to this customer. */
  spoken: CustomerLanguage;
  /** The words are the tenant's own, and say themselves what follows. */
  isOwnText?: boolean;
  /** They say already that a bot writes. */
  discloses?: boolean;
  tokens: Tokens;
  trace: AnswerTrace;
};
