import { z } from "@hono/zod-openapi";
import type { ThreadRow } from "../../../shared/conversations/queries/thread.ts";
import { classifyError } from "../../../shared/whatsapp/rules/error-class.ts";
import { id, timestamp } from "../http/schemas.ts";
import { iso } from "./conversation-schema.ts";

const senderType = z.enum(["customer", "bot", "agent", "system"]);

/** A message as a thread shows it. */
export const threadMessageSchema = z
  .object({
    id,
    conversationId: id,
    direction: z.enum(["inbound", "outbound"]),
    senderType,
    sender: z
      .object({ id, name: z.string().nullable() })
      .nullable()
      .openapi({ description: "The colleague who wrote it" }),
    type: z.string(),
    text: z.string(),
    content: z
      .unknown()
      .openapi({ description: "What it is made of, by its type; null for plain text", type: "object" }),
    status: z.string().openapi({ description: "As of `GET /messages/{id}`" }),
    sentAt: timestamp,
    deliveredAt: timestamp.nullable(),
    readAt: timestamp.nullable(),
    error: z
      .object({ code: z.int().nullable(), detail: z.string().nullable(), meaning: z.string().nullable() })
      .nullable(),
    citations: z
      .unknown()
      .openapi({ description: "What the bot's answer rests on", type: "array", items: {} }),
    reactions: z.unknown().openapi({ type: "array", items: {} }),
    editedAt: timestamp.nullable(),
    revokedAt: timestamp.nullable(),
    quoted: z.object({ id, text: z.string(), senderType }).nullable(),
    media: z
      .object({
        status: z.enum(["pending", "stored", "lost", "removing", "removed"]),
        mimeType: z.string().nullable(),
        sizeBytes: z.int().nullable(),
      })
      .nullable()
      .openapi({ description: "Its file, to be opened by `GET /messages/{id}/media`" }),
    wamid: z.string().nullable().openapi({ description: "WhatsApp's id, to quote it by" }),
  })
  .openapi("ThreadMessage");

const quotedLength = 200;

export function presentThreadMessage(row: ThreadRow) {
  const { error_code: code, error_detail: detail } = row;
  const isFine = code === null && detail === null;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    direction: row.direction,
    senderType: row.sender_type,
    sender: row.sender_user_id === null ? null : { id: row.sender_user_id, name: row.sender_name },
    type: row.type,
    text: row.revoked_at === null ? (row.body ?? "") : "",
    content: row.revoked_at === null ? row.content : null,
    status: row.status,
    sentAt: row.sent_at.toISOString(),
    deliveredAt: iso(row.delivered_at),
    readAt: iso(row.read_at),
    error: isFine ? null : { code, detail, meaning: code === null ? null : classifyError({ code }).note },
    citations: row.citations ?? [],
    reactions: row.reactions,
    editedAt: iso(row.edited_at),
    revokedAt: iso(row.revoked_at),
    quoted:
      row.quoted_id === null || row.quoted_sender_type === null
        ? null
        : {
            id: row.quoted_id,
            text: (row.quoted_body ?? "").slice(0, quotedLength).toWellFormed(),
            senderType: row.quoted_sender_type,
          },
    media:
      row.media_status === null
        ? null
        : { status: row.media_status, mimeType: row.media_type, sizeBytes: row.media_size },
    wamid: row.wamid,
  };
}
