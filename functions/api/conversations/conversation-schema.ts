import { z } from "@hono/zod-openapi";
import type { InboxRow } from "../../../shared/conversations/queries/inbox.ts";
import { serviceWindowMs } from "../../../shared/conversations/rules/service-window.ts";
import { handoffCodes } from "../../../shared/conversations/rules/handoff-code.ts";
import { id, timestamp } from "../http/schemas.ts";

export const outcomes = ["resolved", "no-answer-needed", "duplicate", "spam"] as const;

/** A conversation with all that a list shows of it. */
export const conversationSchema = z
  .object({
    id,
    outletId: id,
    state: z.enum(["open", "snoozed", "closed"]),
    handledBy: z.enum(["bot", "human"]),
    epoch: z.int().openapi({
      description: "Raised by every message of the customer's and by whatever changes who answers; the ETag",
    }),
    contact: z.object({
      id,
      name: z.string().nullable(),
      phone: z.string().nullable(),
      username: z.string().nullable(),
      isBlocked: z.boolean(),
      isOptedOut: z.boolean(),
    }),
    assignee: z
      .object({ id, name: z.string().nullable() })
      .nullable()
      .openapi({ description: "Whose it is; null: nobody's" }),
    lastMessage: z
      .object({
        id,
        direction: z.enum(["inbound", "outbound"]),
        senderType: z.enum(["customer", "bot", "agent", "system"]),
        type: z.string(),
        text: z.string().openapi({ description: "Its beginning, 200 characters at most" }),
        status: z.string(),
        sentAt: timestamp,
      })
      .nullable(),
    unreadCount: z.int().openapi({ description: "Of the caller; counted to 100; 0 for API keys" }),
    waitingSince: timestamp
      .nullable()
      .openapi({ description: "Since when the customer waits for an answer; null: it is not our turn" }),
    windowClosesAt: timestamp
      .nullable()
      .openapi({ description: "From then on only templates may be sent; null: the customer never wrote" }),
    snoozedUntil: timestamp
      .nullable()
      .openapi({ description: "Null while `snoozed`: until the customer writes" }),
    tags: z.array(z.object({ id, name: z.string(), color: z.string() })),
    handoff: z
      .object({
        code: z.enum(handoffCodes).nullable(),
        reason: z.string().nullable(),
        summary: z.string().nullable(),
        at: timestamp.nullable(),
      })
      .nullable()
      .openapi({ description: "Why humans have it; null while the bot has" }),
    outcome: z.enum([...outcomes, "idle"]).nullable(),
    closeReason: z.string().nullable(),
    closedAt: timestamp.nullable(),
    lastMessageAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .openapi("Conversation");

const previewLength = 200;

export function presentConversation(row: InboxRow) {
  const { last_customer_message_id: last, last_customer_message_at: lastAt } = row;
  const isUnread = last !== null && (row.read_message_id === null || last > row.read_message_id);
  return {
    id: row.id,
    outletId: row.outlet_id,
    state: row.inbox_state,
    handledBy: row.handled_by,
    epoch: row.epoch,
    contact: {
      id: row.contact_id,
      name: contactName(row),
      phone: row.phone,
      username: row.username,
      isBlocked: row.blocked,
      isOptedOut: row.opted_out_at !== null,
    },
    assignee: row.assigned_user_id === null ? null : { id: row.assigned_user_id, name: row.assignee_name },
    lastMessage: presentLast(row),
    unreadCount: Math.max(row.unread_count ?? 0, isUnread ? 1 : 0),
    waitingSince: iso(row.waiting_since),
    windowClosesAt: lastAt === null ? null : new Date(lastAt.getTime() + serviceWindowMs).toISOString(),
    snoozedUntil: iso(row.snoozed_until),
    tags: row.tags,
    handoff:
      row.handled_by === "bot"
        ? null
        : {
            code: row.handoff_code,
            reason: row.handoff_reason,
            summary: row.handoff_summary,
            at: iso(row.handed_off_at),
          },
    outcome: row.outcome,
    closeReason: row.close_reason,
    closedAt: iso(row.closed_at),
    lastMessageAt: iso(row.last_message_at),
    createdAt: row.created_at.toISOString(),
  };
}

/** As people here call the customer, else the phone app's address book, else the customer. */
export function contactName(
  row: Pick<InboxRow, "contact_name" | "address_book_name" | "profile_name">,
): string | null {
  return row.contact_name ?? row.address_book_name ?? row.profile_name;
}

function presentLast(row: InboxRow) {
  if (row.last_id === null || row.last_direction === null || row.last_sent_at === null) return null;
  return {
    id: row.last_id,
    direction: row.last_direction,
    senderType: row.last_sender_type,
    type: row.last_type,
    text: (row.last_body ?? "").slice(0, previewLength).toWellFormed(),
    status: row.last_status,
    sentAt: row.last_sent_at.toISOString(),
  };
}

export function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
