import { analyticsTopics } from "./tables.ts";
import type { TopicName } from "./topics.ts";
import type { VariableName } from "./variables.ts";

type HttpTrigger = { kind: "http" };
type EventTrigger = {
  kind: "event";
  topics: readonly TopicName[];
  /** Of a topic only the events whose attributes fit: https://cloud.google.com/pubsub/docs/subscription-message-filter */
  filters?: Readonly<Partial<Record<TopicName, string>>>;
};
/** Woken by Cloud Scheduler over HTTP; each job is a path of the function. */
type ScheduleTrigger = {
  kind: "schedule";
  jobs: Readonly<Record<string, { cron: string; meaning: string }>>;
};
/** Woken by what Pub/Sub could not deliver, of every topic. */
type DeadLetterTrigger = { kind: "dead-letters"; topics: readonly TopicName[] };

export type FunctionDeclaration = {
  /** One line for a newcomer; the README's table is made of these. */
  meaning: string;
  trigger: HttpTrigger | EventTrigger | ScheduleTrigger | DeadLetterTrigger;
  emits: readonly TopicName[];
  /** Variables and secrets that it reads, beside those of every function. */
  variables: readonly VariableName[];
  /** `public`: anyone; `pubsub`, `scheduler`: only that service's own account. */
  invoker: "public" | "pubsub" | "scheduler";
  timeoutSeconds: number;
  memoryMiB: number;
  /** Requests that one instance handles at a time. */
  concurrency: number;
  minInstances: number;
  maxInstances: number;
  localPort: number;
};

const database = ["DATABASE_URL", "DATABASE_POOL_MAX", "LOOKUP_LIFETIME_MS"] as const;
const llm = [
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_CHAT_MODEL",
  "OPENAI_EMBEDDING_MODEL",
  "OPENAI_EMBEDDING_DIMENSIONS",
  "OPENAI_TIMEOUT_MS",
  "LLM_MODELS",
] as const;
const vectors = ["QDRANT_URL", "QDRANT_API_KEY", "QDRANT_COLLECTION", "OPENAI_EMBEDDING_DIMENSIONS"] as const;
const warehouse = ["BIGQUERY_URL", "BIGQUERY_DATASET"] as const;
const reranking = ["RERANK_URL", "RERANK_API_KEY", "RERANK_MODEL", "RERANK_TIMEOUT_MS"] as const;
const wrappingKeys = ["SECRETS_KEY", "KMS_KEY_NAME"] as const;
const graph = [
  "WHATSAPP_GRAPH_URL",
  "WHATSAPP_GRAPH_VERSION",
  "WHATSAPP_TIMEOUT_MS",
  ...wrappingKeys,
] as const;

/** Read by every function. */
export const commonVariables = [
  "GOOGLE_CLOUD_PROJECT",
  "LOG_LEVEL",
] as const satisfies readonly VariableName[];

const small = {
  timeoutSeconds: 60,
  memoryMiB: 512,
  concurrency: 40,
  minInstances: 0,
  maxInstances: 50,
} as const;

/** Every function, in pipeline order. A new entry makes the compiler ask for nothing: a test asks for its folder. */
export const functions = {
  webhook: {
    ...small,
    meaning: "Takes Meta's webhooks: checks the signature, publishes every item, answers 200 only then",
    trigger: { kind: "http" },
    emits: ["message.received", "status.received", "account.updated", "webhook.rejected"],
    variables: ["WHATSAPP_APP_SECRETS", "WHATSAPP_VERIFY_TOKEN", "TRUSTED_PROXIES"],
    invoker: "public",
    concurrency: 80,
    minInstances: 1,
    maxInstances: 100,
    localPort: 8081,
  },
  inbound: {
    ...small,
    meaning:
      "Stores a message of a customer, or of the business's phone app, once, and decides who answers it",
    trigger: { kind: "event", topics: ["message.received"] },
    emits: ["reply.requested", "media.received", "message.queued", "conversation.changed", "usage.recorded"],
    variables: [...database, "KEEP_RAW_DAYS"],
    invoker: "pubsub",
    localPort: 8082,
  },
  media: {
    ...small,
    meaning: "Fetches the files that customers send before Meta forgets them, and keeps them in the bucket",
    trigger: { kind: "event", topics: ["media.received"] },
    emits: ["conversation.changed", "reply.requested"],
    variables: [...database, ...graph, "MEDIA_BUCKET", "WHATSAPP_MEDIA_HOSTS", "MEDIA_RETRY_MS"],
    invoker: "pubsub",
    timeoutSeconds: 180,
    concurrency: 10,
    localPort: 8094,
  },
  responder: {
    ...small,
    meaning: "Waits out a burst, finds what the tenant's documents say, writes the answer or hands over",
    trigger: { kind: "event", topics: ["reply.requested"] },
    emits: ["message.queued", "conversation.changed", "usage.recorded"],
    variables: [
      ...database,
      ...llm,
      ...vectors,
      ...reranking,
      ...graph,
      "OPENAI_FALLBACK_MODEL",
      "OPENAI_TRANSCRIPTION_MODEL",
      "LLM_DAILY_TOKENS",
      "REPLY_BURST_WAIT_MS",
      "KEEP_TRACES_DAYS",
      "MEDIA_BUCKET",
    ],
    invoker: "pubsub",
    timeoutSeconds: 180,
    localPort: 8083,
  },
  sender: {
    ...small,
    meaning: "Sends a stored message through WhatsApp, at most once, and records what came of it",
    trigger: { kind: "event", topics: ["message.queued"] },
    emits: ["message.queued", "conversation.changed", "usage.recorded"],
    variables: [...database, ...graph, "SEND_LEASE_MS", "MEDIA_BUCKET"],
    invoker: "pubsub",
    timeoutSeconds: 90,
    localPort: 8084,
  },
  status: {
    ...small,
    meaning: "Moves a sent message on to sent, delivered, read or failed; settles unknown outcomes",
    trigger: { kind: "event", topics: ["status.received"] },
    emits: ["conversation.changed", "usage.recorded"],
    variables: [...database, "KEEP_RAW_DAYS"],
    invoker: "pubsub",
    localPort: 8086,
  },
  account: {
    ...small,
    meaning:
      "Takes what Meta tells of an account: templates, restrictions, quality, address book, preferences",
    trigger: { kind: "event", topics: ["account.updated"] },
    emits: ["message.queued"],
    variables: [...database],
    invoker: "pubsub",
    localPort: 8095,
  },
  usage: {
    ...small,
    meaning:
      "Counts what plans count, each event once, in group commits; tells admins of quotas passed and of invoices",
    trigger: { kind: "event", topics: ["usage.recorded", "quota.crossed", "invoice.changed"] },
    emits: ["quota.crossed"],
    variables: [...database, "MAIL_URL", "MAIL_FROM"],
    invoker: "pubsub",
    // Many at a time, for they share one commit.
    concurrency: 500,
    maxInstances: 10,
    localPort: 8093,
  },
  ingester: {
    ...small,
    meaning: "Reads an uploaded document, cuts it into chunks, embeds them, and makes them answerable",
    trigger: { kind: "event", topics: ["document.uploaded", "document.requested", "document.deleted"] },
    emits: ["document.changed", "document.requested", "document.deleted", "usage.recorded"],
    variables: [...database, ...llm, ...vectors, "DOCUMENTS_BUCKET", "WEB_USER_AGENT"],
    invoker: "pubsub",
    timeoutSeconds: 540,
    memoryMiB: 1024,
    // Two are read at once; the others wait for their tenant's turn, or for the embedding service.
    concurrency: 4,
    // Documents can wait: what they take of the embedding service's limits and the database, customers wait for.
    maxInstances: 10,
    localPort: 8087,
  },
  analytics: {
    ...small,
    meaning: "Appends what happened to BigQuery, a row for each fact, without anybody's words or numbers",
    trigger: {
      kind: "event",
      topics: analyticsTopics,
      // Messages and statuses, which are most of what changes, have topics of their own.
      filters: { "conversation.changed": 'attributes.change = "handling" OR attributes.change = "closed"' },
    },
    emits: [],
    variables: [...database, ...warehouse],
    invoker: "pubsub",
    // Many at a time, for they share one append.
    concurrency: 500,
    maxInstances: 10,
    localPort: 8098,
  },
  "dead-letters": {
    ...small,
    meaning: "Keeps what nobody could handle or read, with its reason, so that it can be listed and replayed",
    trigger: { kind: "dead-letters", topics: ["webhook.rejected"] },
    emits: [],
    variables: [...database],
    invoker: "pubsub",
    localPort: 8088,
  },
  api: {
    ...small,
    meaning: "The REST API: tenants, outlets, users, keys, the audit log",
    trigger: { kind: "http" },
    emits: [
      "conversation.changed",
      "reply.requested",
      "message.queued",
      "quota.crossed",
      "invoice.changed",
      "document.requested",
      "document.deleted",
      "usage.recorded",
    ],
    variables: [
      ...database,
      "PLATFORM_DATABASE_URL",
      ...llm,
      "OPENAI_FALLBACK_MODEL",
      "LLM_DAILY_TOKENS",
      ...vectors,
      ...reranking,
      "DOCUMENTS_BUCKET",
      "MEDIA_BUCKET",
      ...graph,
      "FIREBASE_PROJECT_ID",
      "MAIL_URL",
      "MAIL_FROM",
      "API_CORS_ORIGINS",
      "API_MAX_BODY_BYTES",
      "API_TIMEOUT_MS",
      "REDIS_URL",
      "API_RATE_PER_TENANT",
      "API_RATE_PER_ADDRESS",
      "API_ANSWERS_PER_USER",
      "TRUSTED_PROXIES",
    ],
    invoker: "public",
    minInstances: 1,
    localPort: 3001,
  },
  console: {
    ...small,
    meaning: "Serves the pages of the web console, and where they find the API and the sign-in",
    trigger: { kind: "http" },
    emits: [],
    variables: [
      "FIREBASE_PROJECT_ID",
      "FIREBASE_WEB_API_KEY",
      "CONSOLE_API_URL",
      "CONSOLE_AUTH_URL",
      "CONSOLE_UPLOAD_URL",
      "CONSOLE_TRIAL_ACCOUNTS",
    ],
    invoker: "public",
    concurrency: 80,
    localPort: 3000,
  },
  maintenance: {
    ...small,
    meaning: "Drains the outbox that a crash left behind, frees stuck sends, probes outlets, erases tenants",
    trigger: {
      kind: "schedule",
      jobs: {
        "drain-outbox": {
          cron: "* * * * *",
          meaning: "Publishes events whose function died between commit and publish",
        },
        "settle-sends": {
          cron: "* * * * *",
          meaning: "Frees abandoned sends and marks unknown ones as unconfirmed",
        },
        "fetch-media": {
          cron: "* * * * *",
          meaning: "Has customers' files fetched again that could not be fetched yet",
        },
        "forget-stale": {
          cron: "17 * * * *",
          meaning:
            "Forgets statuses whose message never came in 7 days, pacing and limits that say nothing any more",
        },
        "return-conversations": {
          cron: "* * * * *",
          meaning: "Takes conversations back for the bot that nobody has answered in time",
        },
        "wake-conversations": {
          cron: "* * * * *",
          meaning: "Takes up conversations that were put aside until now",
        },
        "close-conversations": {
          cron: "*/10 * * * *",
          meaning: "Closes conversations that have been silent for long, and in which nobody waits",
        },
        "tell-people": {
          cron: "* * * * *",
          meaning: "Tells people by mail of conversations that wait for them",
        },
        "tend-outlets": {
          cron: "* * * * *",
          meaning:
            "Ends pauses whose time is over, tells who lost a number, and has handled what waited for a number's proof",
        },
        "probe-outlets": {
          cron: "*/15 * * * *",
          meaning: "Asks WhatsApp whether outlets' tokens still work; pauses and resumes them",
        },
        "close-periods": {
          cron: "*/10 * * * *",
          meaning:
            "Closes billing periods that have ended, writes their invoices, reminds and suspends who does not pay",
        },
        "reconcile-billing": {
          cron: "41 3 * * *",
          meaning: "Compares counters, charges and the ledger, and reports any drift",
        },
        "erase-tenants": {
          cron: "*/5 * * * *",
          meaning: "Removes everything of tenants whose erasure was asked for",
        },
        "replay-erasures": {
          cron: "29 4 * * *",
          meaning: "Erases again what a restore, or an upload that was begun before, brought back",
        },
        "keep-retention": {
          cron: "37 * * * *",
          meaning:
            "Forgets dead letters, kept replies, playground answers, traces and raw messages that are old enough",
        },
        "check-models": {
          cron: "47 6 * * *",
          meaning: "Asks which models end and when, and tells operators and tenants before they do",
        },
        "rewrap-data-keys": {
          cron: "23 3 * * *",
          meaning: "After a rotation wraps the tenants' data keys anew",
        },
      },
    },
    // Whatever any function commits: it publishes what they left in the outbox.
    emits: [
      "reply.requested",
      "media.received",
      "message.queued",
      "conversation.changed",
      "document.requested",
      "document.deleted",
      "document.changed",
      "usage.recorded",
      "quota.crossed",
      "invoice.changed",
    ],
    variables: [
      ...database,
      ...graph,
      ...llm,
      ...vectors,
      ...warehouse,
      "OPENAI_FALLBACK_MODEL",
      "OPENAI_TRANSCRIPTION_MODEL",
      "MAIL_URL",
      "MAIL_FROM",
      "PLATFORM_DATABASE_URL",
      "PERIOD_CLOSE_AFTER_MS",
      "DOCUMENTS_BUCKET",
      "MEDIA_BUCKET",
      "FIREBASE_PROJECT_ID",
      "OUTLET_CHECK_AFTER_MS",
      "ERASE_AFTER_MS",
      "ERASURES_BUCKET",
      "KEEP_DEAD_LETTERS_DAYS",
      "KEEP_IDEMPOTENCY_DAYS",
      "KEEP_PLAYGROUND_DAYS",
      "KEEP_TRACES_DAYS",
      "KEEP_RAW_DAYS",
      "SEND_LEASE_MS",
      "UNCONFIRMED_AFTER_MS",
    ],
    invoker: "scheduler",
    timeoutSeconds: 300,
    // A long job must not keep the short ones waiting; any of them may run beside any other.
    concurrency: 8,
    maxInstances: 1,
    localPort: 8089,
  },
} as const satisfies Record<string, FunctionDeclaration>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];

/** The function's name in code, where Cloud Functions takes no hyphen. */
export function entryPointOf(name: string): string {
  return name.replace(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());
}

/** The topics that wake a function; the dead-letter keeper's own topics come with every other's dead letters. */
export type TopicOf<Name extends FunctionName> = (typeof functions)[Name]["trigger"] extends {
  topics: readonly (infer T extends TopicName)[];
}
  ? T
  : never;

export type EventFunctionName = {
  [N in FunctionName]: (typeof functions)[N]["trigger"]["kind"] extends "event" ? N : never;
}[FunctionName];

/** The variables that a function reads, those of every function among them. */
export type VariablesOf<Name extends FunctionName> =
  | (typeof commonVariables)[number]
  | (typeof functions)[Name]["variables"][number];
