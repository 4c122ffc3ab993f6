import { z } from "zod";
import { topic, type Topic } from "./topic.ts";
import type { Envelope } from "./envelope.ts";

const id = z.uuid();
const at = z.iso.datetime();
/** An item as Meta sent it: kept whole, read leniently by `domain/whatsapp`. */
const raw = z.record(z.string(), z.unknown());

/** Every topic, in the order in which a message passes through them. */
export const topics = {
  "message.received": topic({
    meaning: "A customer's message (or the business's own, from its phone app) as Meta sent it",
    version: 1,
    namesTenant: false,
    analytics: true,
    data: z.object({
      phoneNumberId: z.string().min(1),
      wabaId: z.string(),
      receivedAt: at,
      /** `echo`: written in the WhatsApp Business app by the business itself; never answered. */
      source: z.enum(["message", "echo", "history"]),
      /** A copy: another app of the business has the conversation now, and answers. */
      isStandby: z.boolean().optional(),
      message: raw,
      contact: raw.optional(),
      /** It was kept until its number was proven, and comes again now. */
      hasWaited: z.boolean().optional(),
    }),
    // What waited comes all at once, in order. All else has no ordering key: Meta promises no order, so order comes from
    // each message's own time and the row lock on its conversation; and a key for every customer would cost a publish
    // request per message (measured: 184 µs of CPU against 22 µs in a shared batch).
    orderingKey: (data) => (data.hasWaited === true ? data.phoneNumberId : undefined),
    dedupeKey: (data) => `${data.phoneNumberId}/${String(data.message["id"])}`,
  }),

  "status.received": topic({
    meaning: "Sent, delivered, read or failed: what became of a message of ours",
    version: 1,
    namesTenant: false,
    analytics: true,
    data: z.object({
      phoneNumberId: z.string().min(1),
      wabaId: z.string(),
      receivedAt: at,
      status: raw,
      contact: raw.optional(),
    }),
    dedupeKey: ({ phoneNumberId, status }) =>
      [
        phoneNumberId,
        status["id"],
        status["status"],
        status["recipient_id"] ?? "",
        // Of a message to a group each reads it on their own.
        ...[status["recipient_participant_id"] ?? status["participant_recipient_id"] ?? []].flat(),
      ].join("/"),
  }),

  "account.updated": topic({
    meaning: "Anything else that Meta tells of an account: templates, quality, restrictions, history",
    version: 1,
    namesTenant: false,
    data: z.object({
      wabaId: z.string(),
      phoneNumberId: z.string().optional(),
      receivedAt: at,
      field: z.string(),
      value: z.unknown(),
      /** Meta's time of it, where it gives one. */
      occurredAt: at.optional(),
    }),
    dedupeKey: (data) =>
      [
        data.wabaId,
        data.phoneNumberId ?? "",
        data.field,
        data.occurredAt ?? "",
        JSON.stringify(data.value),
      ].join("/"),
  }),

  "webhook.rejected": topic({
    meaning: "An authentic webhook body, or a part of it, of a shape that we cannot read",
    version: 1,
    namesTenant: false,
    data: z.object({ receivedAt: at, reason: z.string(), body: z.string() }),
    dedupeKey: (data) => `${data.receivedAt}/${data.reason}`,
  }),

  "media.received": topic({
    meaning: "An inbound message holds media that has to be fetched before Meta forgets it",
    version: 1,
    namesTenant: true,
    data: z.object({ conversationId: id, messageId: id, mediaId: z.string().min(1) }),
    orderingKey: (data) => data.conversationId,
    dedupeKey: (data) => data.messageId,
  }),

  "reply.requested": topic({
    meaning: "A customer's message waits for the bot's answer",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({ conversationId: id, messageId: id, receivedAt: at }),
    orderingKey: (data) => data.conversationId,
    dedupeKey: (data) => data.messageId,
  }),

  "message.queued": topic({
    meaning: "A message of ours is stored and wants to be sent",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({ conversationId: id, messageId: id }),
    orderingKey: (data) => data.conversationId,
    dedupeKey: (data) => data.messageId,
  }),

  "conversation.changed": topic({
    meaning: "Something that an agent looking at the conversation should see",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({
      conversationId: id,
      messageId: id.optional(),
      change: z.enum(["message", "status", "handling", "closed"]),
    }),
    attributes: (data) => ({ change: data.change }),
    // No ordering key: readers take the conversation's present state, not the event's; see `message.received`.
    dedupeKey: (data) => `${data.conversationId}/${data.messageId ?? ""}/${data.change}`,
  }),

  "document.uploaded": topic({
    meaning: "An object was written to the documents bucket (published by Cloud Storage itself)",
    version: 1,
    namesTenant: false,
    wire: "cloud-storage-notification",
    data: z.object({
      bucket: z.string().min(1),
      objectName: z.string().min(1),
      /** Cloud Storage's generation, a 64-bit integer as text. */
      generation: z.string().regex(/^\d+$/),
      contentType: z.string(),
      sizeBytes: z.int().nonnegative(),
    }),
    dedupeKey: (data) => `${data.bucket}/${data.objectName}#${data.generation}`,
  }),

  "document.requested": topic({
    meaning: "A document's page has to be fetched from the web, for the first time or anew",
    version: 1,
    namesTenant: true,
    data: z.object({
      documentId: id,
      /** The sitemap that lists it: pages of one website are fetched one after the other. */
      siteDocumentId: id.optional(),
      requestedAt: at,
    }),
    orderingKey: (data) => data.siteDocumentId ?? data.documentId,
    dedupeKey: (data) => `${data.documentId}/${data.requestedAt}`,
  }),

  "document.deleted": topic({
    meaning: "A document has to be forgotten: its object, its chunks, its row",
    version: 1,
    namesTenant: true,
    data: z.object({ documentId: id }),
    orderingKey: (data) => data.documentId,
    dedupeKey: (data) => data.documentId,
  }),

  "document.changed": topic({
    meaning: "A document moved on: processing, ready, failed or gone",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({
      documentId: id,
      status: z.enum(["uploaded", "processing", "ready", "failed", "deleted"]),
      generation: z.int().nonnegative(),
    }),
    orderingKey: (data) => data.documentId,
    dedupeKey: (data) => `${data.documentId}/${data.generation}/${data.status}`,
  }),

  "usage.recorded": topic({
    meaning: "Something that a plan counts was used; the event's id is what makes it count once",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({
      meter: z.string().regex(/^[a-z]+(\.[a-z_]+)+$/),
      quantity: z.int().nonnegative(),
      outletId: id.optional(),
      /** Names the thing counted, so that the same use reported by two events counts once. */
      subjectId: z.string().min(1),
    }),
    dedupeKey: (data) => `${data.meter}/${data.subjectId}`,
  }),

  "quota.crossed": topic({
    meaning: "A tenant's use passed a threshold of its plan",
    version: 1,
    namesTenant: true,
    analytics: true,
    data: z.object({
      /** The plan's allowance that was passed (`messages`, `tokens` …), or `account` for the whole tenant. */
      meter: z.string(),
      state: z.enum(["ok", "warning", "overage", "exhausted", "suspended"]),
      periodStart: z.iso.date(),
      /** Of the included, in percent: a tenant is warned at 80 and at 95. */
      thresholdPercent: z.int().nonnegative().optional(),
      /** The stored crossing, told once per period, allowance and mark. */
      crossingId: id.optional(),
    }),
    dedupeKey: (data) => `${data.meter}/${data.state}/${data.thresholdPercent ?? ""}/${data.periodStart}`,
  }),

  "invoice.changed": topic({
    meaning: "An invoice was issued, paid, or is overdue, and a tenant's admins are to be told",
    version: 1,
    namesTenant: true,
    data: z.object({
      invoiceId: id,
      change: z.enum(["issued", "overdue", "last_reminder", "paid"]),
      /** The stored notice, told once per invoice and change. */
      noticeId: id,
    }),
    dedupeKey: (data) => data.noticeId,
  }),
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;
export type DataOf<Name extends TopicName> = z.infer<(typeof topics)[Name]["data"]>;

type TenantOf<Name extends TopicName> = (typeof topics)[Name]["namesTenant"] extends true
  ? { tenantId: string }
  : Pick<Envelope, "tenantId">;

/** An event of one topic (or of several: then a union that `topic` tells apart). */
export type EventOf<Name extends TopicName> = {
  [N in Name]: Omit<Envelope, "topic" | "data" | "tenantId"> & { topic: N; data: DataOf<N> } & TenantOf<N>;
}[Name];

export const topicNames = Object.keys(topics) as TopicName[];

/** Where Pub/Sub puts what a subscription of this topic could not deliver. */
export function deadLetterTopicOf(name: TopicName): string {
  return `${name}.dead-letter`;
}
