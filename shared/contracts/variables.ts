import { z } from "zod";
import { defaultGraphVersion } from "./graph-versions.ts";
import { modelDeclaration } from "./models.ts";

type Variable<Schema extends z.ZodType = z.ZodType> = {
  meaning: string;
  /** Reads the variable's text; a schema with a default makes the variable optional. */
  schema: Schema;
  /** Kept in Secret Manager, mounted as a variable, never logged. */
  secret: boolean;
};

function setting<Schema extends z.ZodType>(meaning: string, schema: Schema): Variable<Schema> {
  return { meaning, schema, secret: false };
}

function secret<Schema extends z.ZodType>(meaning: string, schema: Schema): Variable<Schema> {
  return { meaning, schema, secret: true };
}

const text = z.string().min(1);
const milliseconds = z.coerce.number().int().nonnegative();
const count = z.coerce.number().int().positive();
const days = z.coerce.number().int().min(0).max(3_650);
/** Comma-separated, blanks dropped. */
const list = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .refine((parts) => parts.length > 0, "needs at least one value");

/** Declarations of models, by name. */
const models = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: "custom", message: "must be JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1).max(200), modelDeclaration));

function isKey(value: string): boolean {
  return z.base64().safeParse(value).success && atob(value).length === 32;
}

const origins = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .refine(
    (parts) => parts.every((part) => URL.canParse(part) && new URL(part).origin === part),
    "needs origins as https://app.example",
  );

/** Every environment variable that any function reads. A function gets only those that it lists. */
export const variables = {
  GOOGLE_CLOUD_PROJECT: setting("Google Cloud project id", text),
  LOG_LEVEL: setting(
    "Least severity that is logged",
    z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ),

  DATABASE_URL: secret(
    "PostgreSQL, where the function takes on its own role, under row-level security",
    text,
  ),
  PLATFORM_DATABASE_URL: secret(
    "PostgreSQL, where it takes on its platform role, for what belongs to no single tenant",
    text,
  ),
  DATABASE_POOL_MAX: setting("Connections that one instance opens at most", count.default(8)),
  REDIS_URL: secret(
    "Redis, `redis://` or `rediss://`, that counts requests for all instances; without it PostgreSQL does",
    z.url({ protocol: /^rediss?$/ }).optional(),
  ),
  LOOKUP_LIFETIME_MS: setting(
    "How long an instance remembers what every message asks for: a tenant's settings, an outlet, its token",
    milliseconds.default(30_000),
  ),

  WHATSAPP_APP_SECRETS: secret("Meta app secret; two, comma-separated, while one is rotated", list),
  WHATSAPP_VERIFY_TOKEN: secret("The token typed into Meta's webhook settings", text),
  WHATSAPP_GRAPH_URL: setting("Graph API's address", z.url().default("https://graph.facebook.com")),
  WHATSAPP_GRAPH_VERSION: setting(
    "Graph API's version",
    z
      .string()
      .regex(/^v\d+\.\d+$/)
      .default(defaultGraphVersion),
  ),
  WHATSAPP_TIMEOUT_MS: setting(
    "How long a send may take before its outcome counts as unknown",
    milliseconds.default(20_000),
  ),
  SECRETS_KEY: secret(
    "32 bytes in base64 that wrap the tenants' data keys; two, comma-separated and the new one first, while one is rotated",
    list
      .refine((keys) => keys.length <= 2 && keys.every(isKey), "one or two keys of 32 bytes in base64")
      .optional(),
  ),
  KMS_KEY_NAME: setting(
    "Key of Cloud KMS that wraps the tenants' data keys, in place of SECRETS_KEY",
    z
      .string()
      .regex(
        /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
        "the key's full name, without a version",
      )
      .optional(),
  ),

  OPENAI_API_KEY: secret("Key of the OpenAI-compatible service", text),
  OPENAI_BASE_URL: setting(
    "Address of OpenAI or of anything that speaks its API",
    z.url().default("https://api.openai.com/v1"),
  ),
  OPENAI_CHAT_MODEL: setting("Model that writes answers", text.default("gpt-6-luna")),
  OPENAI_EMBEDDING_MODEL: setting(
    "Model that embeds documents and questions",
    text.default("text-embedding-3-small"),
  ),
  OPENAI_EMBEDDING_DIMENSIONS: setting(
    "Length of an embedding; fixed once documents are stored",
    count.default(1536),
  ),
  OPENAI_FALLBACK_MODEL: setting(
    "Model that is asked when the usual one is away; none by default",
    text.optional(),
  ),
  OPENAI_TRANSCRIPTION_MODEL: setting(
    "Model that writes down what customers say in voice messages; none by default: humans listen",
    text.optional(),
  ),
  LLM_MODELS: setting(
    "Further models that may be asked, of any service that speaks OpenAI's API, as JSON: name → kind, family, price, limits, endsOn, successor",
    models.prefault("{}"),
  ),
  LLM_DAILY_TOKENS: setting(
    "Tokens that a tenant's answers may take in a day (UTC); a tenant may set less for itself",
    count.default(5_000_000),
  ),
  OPENAI_TIMEOUT_MS: setting("How long one call of the model may take", milliseconds.default(30_000)),

  QDRANT_URL: setting("Address of Qdrant", z.url()),
  QDRANT_API_KEY: secret("Key of Qdrant; empty for none", z.string().default("")),
  QDRANT_COLLECTION: setting("Collection that holds the chunks of all tenants", text.default("chunks")),

  RERANK_URL: setting(
    "Address of a service with Cohere's or Jina's `/rerank` that orders what was found; none by default",
    z.url().optional(),
  ),
  RERANK_API_KEY: secret("Key of the reranking service; empty for none", z.string().default("")),
  RERANK_MODEL: setting("Model that ranks", text.default("rerank-v3.5")),
  RERANK_TIMEOUT_MS: setting(
    "How long an answer waits for the ranking before it goes on without",
    milliseconds.default(1_500),
  ),

  MAIL_URL: secret(
    "Where mail goes: `smtp://` or `smtps://` with user and password, or `file:///folder` to keep it there",
    z.url({ protocol: /^(?:smtps?|file)$/ }),
  ),
  MAIL_FROM: setting("Sender of the mail to tenants' people", text.default("WhatsApp CRM <crm@localhost>")),

  PERIOD_CLOSE_AFTER_MS: setting(
    "How long after its end a billing period still takes late usage before it is closed and invoiced",
    milliseconds.default(21_600_000),
  ),

  MEDIA_BUCKET: setting("Bucket that keeps the files which customers send", text),
  WHATSAPP_MEDIA_HOSTS: setting(
    "Hosts, comma-separated, that customers' files may be fetched from with the token, beside Graph's own",
    list.default(["lookaside.fbsbx.com"]),
  ),
  MEDIA_RETRY_MS: setting(
    "How long after a failed attempt a customer's file is fetched again; each further one waits twice as long, up to six hours",
    milliseconds.default(60_000),
  ),

  DOCUMENTS_BUCKET: setting("Bucket that documents are uploaded to", text),

  WEB_USER_AGENT: setting(
    "How the reader of web pages names itself to websites; the name before the slash is the one for robots.txt",
    text.regex(/^[\x20-\x7e]+$/, "needs plain characters").default("whatsapp-crm/1.0"),
  ),

  BIGQUERY_URL: setting("Address of BigQuery", z.url().default("https://bigquery.googleapis.com")),
  BIGQUERY_DATASET: setting("Dataset that facts for analysis are appended to", text),

  FIREBASE_PROJECT_ID: setting("Project whose Firebase Authentication signs users in", text),
  API_CORS_ORIGINS: setting(
    "Origins whose pages may call the API, comma-separated; none by default",
    origins,
  ),
  API_MAX_BODY_BYTES: setting("Longest body that the API reads", count.default(262_144)),
  API_TIMEOUT_MS: setting("After how long a request of the API is given up", milliseconds.default(25_000)),
  API_RATE_PER_TENANT: setting("Requests a minute of one tenant", count.default(1_200)),
  API_RATE_PER_ADDRESS: setting(
    "Requests a minute from one address, of IPv6 from one /64",
    count.default(600),
  ),
  API_ANSWERS_PER_USER: setting(
    "Answers a minute that one user or key may try in the playground",
    count.default(20),
  ),
  FIREBASE_WEB_API_KEY: setting(
    "Names the project to Firebase Authentication from a browser; it is public",
    text.default("local"),
  ),
  CONSOLE_API_URL: setting(
    "Origin of the API for the console's pages; their own by default",
    z.union([z.literal(""), z.url()]).default(""),
  ),
  CONSOLE_AUTH_URL: setting(
    "Origin of an Auth emulator that the console's pages sign in at; Google's service by default",
    z.union([z.literal(""), z.url()]).default(""),
  ),
  CONSOLE_UPLOAD_URL: setting(
    "Origin of the buckets that the console's pages upload documents to",
    z.url().default("https://storage.googleapis.com"),
  ),
  CONSOLE_TRIAL_ACCOUNTS: setting(
    "Accounts that the sign-in page offers with one click, as `name=email:password`, comma-separated; for a local stack",
    z.string().default(""),
  ),
  TRUSTED_PROXIES: setting(
    "Proxies before the public functions that add to X-Forwarded-For; more with a load balancer",
    count.default(1),
  ),

  REPLY_BURST_WAIT_MS: setting(
    "How long the bot waits for a customer to finish typing",
    milliseconds.default(1_500),
  ),
  OUTLET_CHECK_AFTER_MS: setting(
    "After how long an active outlet's token and number are checked with WhatsApp again",
    milliseconds.default(6 * 3_600_000),
  ),
  ERASE_AFTER_MS: setting(
    "How long a tenant lies suspended before it is erased; longer than any function runs, so that none is still at its data",
    milliseconds.default(900_000),
  ),
  ERASURES_BUCKET: setting(
    "Bucket that lists which tenants were erased and when, so that what a backup brings back is erased again",
    text,
  ),
  KEEP_DEAD_LETTERS_DAYS: setting(
    "Days that events are kept which could not be handled",
    days.min(1).default(90),
  ),
  KEEP_IDEMPOTENCY_DAYS: setting("Days that answers are kept for repeated requests", days.min(1).default(2)),
  KEEP_PLAYGROUND_DAYS: setting(
    "Days that answers tried in the playground are kept; with 0 the next hourly run removes them",
    days.default(90),
  ),
  KEEP_TRACES_DAYS: setting(
    "Days that it is kept how the bot came to an answer; with 0 it is never stored",
    days.default(180),
  ),
  KEEP_RAW_DAYS: setting(
    "Days that messages and statuses are kept as the webhook brought them, beside what was read from them; with 0 they are never stored but for a status whose message is not here yet",
    days.default(30),
  ),
  SEND_LEASE_MS: setting(
    "After how long a claimed send counts as abandoned, its outcome unknown",
    milliseconds.default(60_000),
  ),
  UNCONFIRMED_AFTER_MS: setting(
    "After how long without a status an unknown send is shown as unconfirmed",
    milliseconds.default(600_000),
  ),
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type VariableValue<Name extends VariableName> = z.output<(typeof variables)[Name]["schema"]>;

/** Of each group exactly one must be set, where a function lists the group. */
export const alternatives = [
  ["SECRETS_KEY", "KMS_KEY_NAME"],
] as const satisfies readonly (readonly VariableName[])[];
