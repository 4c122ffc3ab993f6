import { findConversation, lockConversation } from "../../../shared/conversations/queries/conversations.ts";
import { findInboxRow } from "../../../shared/conversations/queries/inbox.ts";
import type { Conversation } from "../../../shared/db/schema.d.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { Work } from "../../../shared/runtime/work.ts";
import type { AuditAction } from "../../../shared/tenants/rules/audit-actions.ts";
import { audit } from "../http/audit.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import type { RouteContext, RouteReply } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { conversationSchema, presentConversation } from "./conversation-schema.ts";
import { userOf } from "./user-of.ts";

/** What the routes have in common that do something with a conversation and answer with it. */
export const actRoute = {
  method: "post",
  permission: "conversations:handle",
  tag: "Conversations",
  status: 200,
  params: idParams,
  reply: conversationSchema,
  versioned: true,
  problems: [409],
} as const;

/** What a person or a program does with a conversation; resolves to whether that changes anything. */
export type Act = (work: Work, conversation: Conversation) => Promise<boolean>;

/**
 * Does something with the conversation, which is locked meanwhile, and answers with what it is then. Doing the same twice
 * changes nothing the second time, and is in the audit log once.
 */
export async function actOn(
  context: RouteContext<{ id: string }>,
  action: AuditAction,
  act: Act,
): Promise<RouteReply> {
  const { params, principal, ifMatch } = context;
  const tenantId = ownTenant(principal);
  return context.write(tenantId, async (work) => {
    found(await findConversation(work.trx, params.id));
    const conversation = await lockConversation(work.trx, params.id);
    requireVersion(conversation.epoch, { ifMatch });
    const isChanged = await act(work, conversation);
    const row = found(await findInboxRow(work.trx, params.id, userOf(principal)));
    if (isChanged) {
      work.emit("conversation.changed", { conversationId: params.id, change: "handling" });
      await audit(work.trx, context, tenantId, {
        action,
        subjectType: "conversation",
        subjectId: params.id,
        before: auditedOf(conversation),
        after: auditedOf(row),
      });
    }
    return { body: presentConversation(row), version: row.epoch };
  });
}

export function requireOpen({ status }: Conversation): void {
  if (status === "closed") throw new HttpProblem("conflict", "The conversation is closed: reopen it first.");
}

function auditedOf(row: Conversation) {
  return {
    state: row.inbox_state,
    handledBy: row.handled_by,
    assignedUserId: row.assigned_user_id,
    outcome: row.outcome,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
  };
}
