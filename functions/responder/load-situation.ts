import { readableWords } from "../../shared/whatsapp/reading/content/read-content.ts";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { answersByItself, type Spoken } from "./answers-by-itself.ts";
import type { Turn } from "../../shared/answers/rules/prompt.ts";
import { type NonText, nonTextRules } from "../../shared/tenants/rules/non-text-rules.ts";
import { planPending } from "../../shared/conversations/rules/plan-pending.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { findConversation } from "../../shared/conversations/queries/conversations.ts";
import { findOutletKnowledgeBaseIds } from "../../shared/knowledge/queries/knowledge-bases.ts";
import { findLlmSpend } from "../../shared/answers/queries/llm-spend.ts";
import { listVoiceFiles, type VoiceFile } from "../../shared/conversations/queries/transcripts.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { findMessage, listRecentMessages } from "../../shared/conversations/queries/messages.ts";
import type { Message, Tenant } from "../../shared/db/schema.d.ts";
import { type Disclosure, readDisclosure } from "../../shared/answers/rules/disclosure.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { isAnswered, listPending } from "../../shared/conversations/queries/turns.ts";
import { type AskedOfTenant, askedOfTenant } from "../../shared/answers/asked-of-tenant.ts";
import { type ResponderServices } from "./services.ts";

export type Situation = AskedOfTenant & {
  kind: "answer";
  conversationId: string;
  /** The customer message that asked for the answer, the last of its burst. */
  trigger: Message;
  /** Of the conversation: an answer is of use only while it is in this. */
  epoch: number;
  turns: Turn[];
  /** What the customer said since the last answer; undefined when none of it can be read. */
  question?: string;
  /** It is not text, and a human sees to it. */
  forHumans?: NonText;
  /** From which the outlet answers; absent: from all. */
  knowledgeBaseIds?: string[];
  /** What the tenant's answers took today, in tokens. */
  spentTokens: number;
  /** How the tenant's customers are told that a bot writes. */
  disclosure: Disclosure;
  /** How the answer came about is stored with it. */
  keepsTrace: boolean;
};

/** The tenant's quota ran out since the answer was asked for. */
export type Stopped = { kind: "stopped"; tenant: Tenant; trigger: Message; epoch: number };

/** Voice messages that have to be written down before anything can be answered. */
export type Unheard = { kind: "unheard"; outletId: string; files: VoiceFile[] };

/** A machine seems to answer whatever the bot says. */
export type Looping = { kind: "looping"; trigger: Message; epoch: number };

/** So much of the conversation is looked at, and so much of it shown to the model. */
const recentMessages = 24;
const shownMessages = 16;

/** Everything that an answer is made from, or why none is due. */
export async function loadSituation(
  trx: TenantTransaction,
  { messageId }: DataOf<"reply.requested">,
  { now, config }: Pick<ResponderServices, "now" | "config">,
): Promise<Situation | Stopped | Looping | Unheard | { kind: "nothing"; reason: string }> {
  const tenant = await findTenant(trx);
  const trigger = await findMessage(trx, messageId);
  // The message's, not the event's: two conversations may have become one since.
  const conversationId = trigger?.conversation_id ?? "";
  const conversation = trigger === undefined ? undefined : await findConversation(trx, conversationId);
  if (tenant === undefined || conversation === undefined || trigger === undefined) return nothing("gone");
  if (tenant.status !== "active") return nothing("tenant-not-active");
  if (conversation.handled_by === "human") return nothing("with-human");
  if (conversation.status === "closed") return nothing("closed");
  const { epoch } = conversation;
  if (await isAnswered(trx, messageId, epoch)) return nothing("duplicate");
  const pending = await listPending(trx, conversation);
  const waiting = new Set(pending.map(({ id }) => id));
  if (!waiting.has(trigger.id)) return nothing("nothing-pending");
  // The newest one's event answers all of them.
  if ([...waiting].some((id) => id > trigger.id)) return nothing("superseded");
  if (tenant.quota_state !== "ok") return { kind: "stopped", tenant, trigger, epoch };

  const recent = await listRecentMessages(trx, conversationId, recentMessages);
  if (answersByItself(inOrderOfStoring(recent).map(toSpoken))) return { kind: "looping", trigger, epoch };
  const before = recent
    .slice(-shownMessages)
    .filter((message) => !waiting.has(message.id) && isSaid(message, epoch));
  const rules = nonTextRules(readMessagingSettings(tenant.messaging), trigger.outlet_id);
  const canTranscribe = config.OPENAI_TRANSCRIPTION_MODEL !== undefined;
  const plan = planPending(pending, rules, { canTranscribe });
  if (plan.kind === "nothing") return nothing("needs-no-answer");
  if (plan.kind === "transcribe") {
    const files = await listVoiceFiles(trx, plan.ids);
    // Whoever fetches the file asks again when it is there, or lost.
    if (files.some(({ status }) => status === "pending")) return nothing("waits-for-file");
    return { kind: "unheard", outletId: trigger.outlet_id, files };
  }
  const knowledgeBaseIds = await findOutletKnowledgeBaseIds(trx, trigger.outlet_id);
  return {
    ...askedOfTenant(tenant),
    kind: "answer",
    conversationId,
    trigger,
    epoch,
    turns: [...before, ...pending].map(toTurn),
    ...(plan.kind === "human" ? { forHumans: plan.what } : {}),
    ...(plan.kind === "answer" && plan.question !== undefined ? { question: plan.question } : {}),
    ...(knowledgeBaseIds === undefined ? {} : { knowledgeBaseIds }),
    spentTokens: await findLlmSpend(trx, now()),
    disclosure: readDisclosure(tenant.disclosure),
    keepsTrace: config.KEEP_TRACES_DAYS > 0,
  };
}

/** Neither taken back, nor a word that only opts out, nor a draft that the sender will drop at the fence. */
function isSaid(message: Message, conversationEpoch: number): boolean {
  const { direction, status, epoch, revoked_at: revokedAt, is_turn: isTurn } = message;
  if (revokedAt !== null) return false;
  if (direction === "inbound") return isTurn;
  return status !== "queued" || epoch === null || epoch === conversationEpoch;
}

function inOrderOfStoring(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const speakers: Record<Message["sender_type"], Spoken["by"]> = {
  customer: "customer",
  bot: "bot",
  agent: "other",
  system: "other",
};

function toTurn(message: Message): Turn {
  const { direction, body } = message;
  if (direction === "outbound") return { role: "business", text: body ?? "" };
  return { role: "customer", text: body ?? "", isDescription: readableWords(message) === undefined };
}

function toSpoken({ sender_type: senderType, body, sent_at: at }: Message): Spoken {
  return { by: speakers[senderType], text: body ?? "", at };
}

function nothing(reason: string): { kind: "nothing"; reason: string } {
  return { kind: "nothing", reason };
}
