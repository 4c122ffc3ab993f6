import type { TopicName } from "./topics.ts";

type ColumnType = "STRING" | "INT64" | "BOOL" | "TIMESTAMP" | "DATE";
type Column = { type: ColumnType; required: boolean; meaning: string };

export type Table = {
  /** One line for whoever asks the warehouse. */
  meaning: string;
  /** Beside those that every table has. */
  columns: Readonly<Record<string, Column>>;
  /** After the tenant, what is asked for most: BigQuery keeps rows that are alike in these close together. */
  clusteredBy: readonly string[];
  /** What makes a fact of its own: the topic's natural key or, where that comes again and again, the event. */
  factBy: "natural-key" | "event";
};

function needed<Type extends ColumnType>(type: Type, meaning: string) {
  return { type, required: true, meaning } as const;
}

function optional<Type extends ColumnType>(type: Type, meaning: string) {
  return { type, required: false, meaning } as const;
}

const conversationId = needed("STRING", "The conversation");
const messageKey = needed("STRING", "One-way from WhatsApp's id of the message, which holds a phone number");

/** What every row tells. */
const commonColumns = {
  fact_id: needed("STRING", "The same fact has the same id, however often it was told: count these"),
  tenant_id: needed("STRING", "Whose it is"),
  occurred_at: needed("TIMESTAMP", "When it happened; the table is partitioned by its day"),
  recorded_at: needed("TIMESTAMP", "When the row was appended"),
  event_id: needed("STRING", "The event that told of it"),
  correlation_id: needed("STRING", "The customer's or user's act that began the chain of events"),
} as const satisfies Table["columns"];

/**
 * BigQuery's tables: one for each topic that is marked for analytics, a row for each fact. They hold nobody's words, names
 * or numbers; whom a row is about can be told only with the database at hand. A column that is added later is optional:
 * BigQuery adds no other to a table that is there.
 */
export const tables = {
  "message.received": {
    meaning: "Messages of customers, and of the business's own phone app",
    columns: {
      outlet_id: needed("STRING", "The number that it came to"),
      message_key: messageKey,
      source: needed("STRING", "message, echo (written in the phone app) or history"),
      type: needed("STRING", "WhatsApp's word: text, image, interactive …"),
      is_reply: needed("BOOL", "Whether it quotes another message"),
    },
    clusteredBy: ["outlet_id", "source", "type"],
    factBy: "natural-key",
  },
  "status.received": {
    meaning: "What became of messages of ours",
    columns: {
      outlet_id: needed("STRING", "The number that sent it"),
      message_key: messageKey,
      status: needed("STRING", "sent, delivered, read, played or failed"),
      status_at: needed("TIMESTAMP", "WhatsApp's time of it"),
      error_code: optional("INT64", "WhatsApp's code of why it failed"),
      pricing_category: optional("STRING", "marketing, utility, authentication, service …"),
      pricing_type: optional("STRING", "regular, free_customer_service, free_entry_point"),
      billable: optional("BOOL", "Whether WhatsApp charges for it"),
    },
    clusteredBy: ["outlet_id", "status"],
    factBy: "natural-key",
  },
  "reply.requested": {
    meaning: "Messages that waited for the bot's answer",
    columns: {
      conversation_id: conversationId,
      message_id: needed("STRING", "The customer's message"),
      received_at: needed("TIMESTAMP", "When it came"),
    },
    clusteredBy: ["conversation_id"],
    factBy: "natural-key",
  },
  "message.queued": {
    meaning: "Messages of ours that wanted to be sent",
    columns: {
      conversation_id: conversationId,
      message_id: needed("STRING", "The message"),
      outlet_id: optional("STRING", "The number that sends it; missing where the message is gone"),
      sender_type: optional("STRING", "bot, agent or system"),
      type: optional("STRING", "text, template, image …"),
    },
    clusteredBy: ["outlet_id", "sender_type"],
    factBy: "natural-key",
  },
  "conversation.changed": {
    meaning:
      "Conversations that changed hands or were closed; messages and statuses have tables of their own",
    columns: {
      conversation_id: conversationId,
      change: needed("STRING", "handling or closed"),
    },
    clusteredBy: ["change"],
    factBy: "event",
  },
  "document.changed": {
    meaning: "Documents on their way to being answered from",
    columns: {
      document_id: needed("STRING", "The document"),
      status: needed("STRING", "uploaded, processing, ready, failed or deleted"),
      generation: needed("INT64", "Which upload of it"),
    },
    clusteredBy: ["status"],
    factBy: "natural-key",
  },
  "usage.recorded": {
    meaning: "What plans count",
    columns: {
      meter: needed("STRING", "What was used: message.outbound, llm.tokens.in …"),
      quantity: needed("INT64", "How much of it"),
      outlet_id: optional("STRING", "The number that used it"),
      subject_key: needed("STRING", "One-way from the name of the thing counted"),
    },
    clusteredBy: ["meter", "outlet_id"],
    factBy: "natural-key",
  },
  "quota.crossed": {
    meaning: "Thresholds of plans that were passed",
    columns: {
      meter: needed("STRING", "The allowance, or account for the whole tenant"),
      state: needed("STRING", "ok, warning, overage, exhausted or suspended"),
      period_start: needed("DATE", "First day of the billing period"),
      threshold_percent: optional("INT64", "Of what the plan includes"),
    },
    clusteredBy: ["meter", "state"],
    factBy: "natural-key",
  },
} as const satisfies Partial<Record<TopicName, Table>>;

export type AnalyticsTopic = keyof typeof tables;
export const analyticsTopics = Object.keys(tables) as AnalyticsTopic[];

type ValueOf<C extends Column> =
  | { STRING: string; INT64: number; BOOL: boolean; TIMESTAMP: string; DATE: string }[C["type"]]
  | (C["required"] extends true ? never : null);

/** What a row of the topic's table holds beside the common columns. */
export type FactOf<Topic extends AnalyticsTopic> = {
  [
    Name in keyof (typeof tables)[Topic]["columns"]
  ]: (typeof tables)[Topic]["columns"][Name] extends infer C extends Column ? ValueOf<C> : never;
};

/** BigQuery's id of the topic's table: `message_received`. */
export function tableIdOf(topic: AnalyticsTopic): string {
  return topic.replaceAll(".", "_");
}

/** The table as BigQuery's API describes one, https://cloud.google.com/bigquery/docs/reference/rest/v2/tables */
export function describeTable(topic: AnalyticsTopic) {
  const { meaning, columns, clusteredBy }: Table = tables[topic];
  return {
    description: meaning,
    fields: Object.entries({ ...commonColumns, ...columns }).map(([name, column]) => ({
      name,
      type: column.type,
      mode: column.required ? "REQUIRED" : "NULLABLE",
      description: column.meaning,
    })),
    /** A query has to say which days it reads. */
    partitioning: { type: "DAY", field: "occurred_at", isFilterRequired: true },
    clustering: ["tenant_id", ...clusteredBy],
  };
}
