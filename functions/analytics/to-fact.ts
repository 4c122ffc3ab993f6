import type { AnalyticsTopic, FactOf } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { asText, property } from "../../shared/contracts/loose-json.ts";
import { readReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { uuidOf } from "../../shared/runtime/uuid-of.ts";
import type { FactHome } from "./find-home.ts";

export type Fact = { [Topic in AnalyticsTopic]: FactOf<Topic> }[AnalyticsTopic];

/** What an event adds to its table; undefined where another table tells of it. Throws Permanent where it tells of nothing. */
export function toFact(event: EventOf<AnalyticsTopic>, home: FactHome): Fact | undefined {
  const make = facts[event.topic] as (event: EventOf<AnalyticsTopic>, home: FactHome) => Fact | undefined;
  return make(event, home);
}

type Facts = {
  [Topic in AnalyticsTopic]: (event: EventOf<Topic>, home: FactHome) => FactOf<Topic> | undefined;
};

const facts: Facts = {
  "message.received": ({ data }, home) => {
    const wamid = asText(property(data.message, "id"));
    if (wamid === undefined) throw new Permanent("no-message", "the item names no message");
    return {
      outlet_id: outletOf(home),
      message_key: oneWay(home, wamid),
      source: data.source,
      type: word(property(data.message, "type")) ?? "unknown",
      is_reply: property(property(data.message, "context"), "id") !== undefined,
    };
  },
  "status.received": ({ data }, home) => {
    const reported = readReportedStatus(data.status, new Date(data.receivedAt));
    if (reported === undefined) throw new Permanent("no-status", "the item names no message or no status");
    const billable = property(reported.pricing, "billable");
    return {
      outlet_id: outletOf(home),
      message_key: oneWay(home, reported.wamid),
      status: word(reported.word) ?? "unknown",
      status_at: reported.occurredAt.toISOString(),
      error_code: reported.errorCode ?? null,
      pricing_category: word(property(reported.pricing, "category")),
      pricing_type: word(property(reported.pricing, "type")),
      billable: typeof billable === "boolean" ? billable : null,
    };
  },
  "reply.requested": ({ data }) => ({
    conversation_id: data.conversationId,
    message_id: data.messageId,
    received_at: data.receivedAt,
  }),
  // The rest of it stands in the database: see `commit-facts.ts`.
  "message.queued": ({ data }) => ({
    conversation_id: data.conversationId,
    message_id: data.messageId,
    outlet_id: null,
    sender_type: null,
    type: null,
  }),
  "conversation.changed": ({ data: { conversationId, change } }) =>
    change === "handling" || change === "closed" ? { conversation_id: conversationId, change } : undefined,
  "document.changed": ({ data }) => ({
    document_id: data.documentId,
    status: data.status,
    generation: data.generation,
  }),
  "usage.recorded": ({ data }, home) => ({
    meter: data.meter,
    quantity: data.quantity,
    outlet_id: data.outletId ?? null,
    subject_key: oneWay(home, data.subjectId),
  }),
  "quota.crossed": ({ data }) => ({
    meter: word(data.meter) ?? "unknown",
    state: data.state,
    period_start: data.periodStart,
    threshold_percent: data.thresholdPercent ?? null,
  }),
};

/** A name that leads back to nobody, and is the same whenever the thing is named. */
function oneWay({ tenantId }: FactHome, name: string): string {
  return uuidOf(`${tenantId}/${name}`);
}

function outletOf({ outletId }: FactHome): string {
  if (outletId === undefined) throw new TypeError("an event of a number has no outlet");
  return outletId;
}

/** A word of Meta's, new ones too; what is no word could be anything. */
function word(value: unknown): string | null {
  return typeof value === "string" && /^[a-z][a-z_]{0,39}$/i.test(value) ? value.toLowerCase() : null;
}
