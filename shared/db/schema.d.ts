// Generated from the database's catalogue by `npm run schema`. A test compares them.
import type { ColumnType, Selectable } from "kysely";

/** timestamptz: a Date when read; a Date or an ISO 8601 text when written. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** jsonb: parsed when read (validate it); written as JSON text, by `toJsonb`, because pg would turn a JS array into a Postgres array. */
export type Json = ColumnType<unknown, string, string>;

/** The database fills it in when an insert leaves it out. Kysely's own of this name does not see through the types above. */
export type Generated<T> =
  T extends ColumnType<infer Selected, infer Inserted, infer Updated>
    ? ColumnType<Selected, Inserted | undefined, Updated>
    : ColumnType<T, T | undefined, T>;

export type AccountEventsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  waba_business_account_id: string;
  event_key: string;
  field: string;
  subject: Generated<string>;
  value: Json;
  outcome: string;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type AccountEvent = Selectable<AccountEventsTable>;

export type AnswerFeedbackTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  user_id: string | null;
  rating: "up" | "down";
  note: string | null;
  rated_at: Timestamp;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type AnswerFeedback = Selectable<AnswerFeedbackTable>;

export type ApiKeysTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  prefix: string;
  secret_sha256: Buffer;
  scopes: string[];
  created_by: string | null;
  expires_at: Generated<Timestamp | null>;
  revoked_at: Timestamp | null;
  last_used_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  owner_user_id: string | null;
  allowed_ranges: Generated<string[]>;
  previous_sha256: Buffer | null;
  previous_until: Timestamp | null;
};

export type ApiKey = Selectable<ApiKeysTable>;

export type AuditLogTable = {
  id: Generated<string>;
  tenant_id: string | null;
  actor_type: "user" | "operator" | "api_key" | "function" | "system";
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string | null;
  before: Json | null;
  after: Json | null;
  request_id: string | null;
  created_at: Generated<Timestamp>;
};

export type AuditLog = Selectable<AuditLogTable>;

export type BillingAccountsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  currency: Generated<string>;
  deposit_minor: Generated<number>;
  owed_minor: Generated<number>;
  owed_since: Timestamp | null;
  credit_limit_minor: Generated<number>;
  last_invoice_number: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type BillingAccount = Selectable<BillingAccountsTable>;

export type BillingPeriodsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  subscription_id: string;
  index: number;
  starts_at: Timestamp;
  ends_at: Timestamp;
  previous_ends_at: Timestamp | null;
  time_zone: string;
  is_trial: Generated<boolean>;
  status: Generated<"open" | "closed">;
  closed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type BillingPeriod = Selectable<BillingPeriodsTable>;

export type CannedRepliesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string | null;
  language: string | null;
  shortcut: string;
  body: string;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type CannedReply = Selectable<CannedRepliesTable>;

export type ConsentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  action: "opt_in" | "opt_out" | "resume";
  source: "keyword" | "whatsapp" | "api" | "error";
  detail: string | null;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type Consent = Selectable<ConsentsTable>;

export type ContactAliasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  kind: "phone" | "user_id";
  value: string;
  retired_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type ContactAlias = Selectable<ContactAliasesTable>;

export type ContactFieldsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  key: string;
  label: string;
  type: "text" | "number" | "date" | "boolean" | "choice";
  choices: Generated<string[]>;
  created_at: Generated<Timestamp>;
};

export type ContactField = Selectable<ContactFieldsTable>;

export type ContactTagsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  tag_id: string;
  contact_id: string;
  created_at: Generated<Timestamp>;
};

export type ContactTag = Selectable<ContactTagsTable>;

export type ContactsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  phone: string | null;
  business_scoped_user_id: string | null;
  parent_business_scoped_user_id: string | null;
  username: string | null;
  profile_name: string | null;
  opted_out_at: Timestamp | null;
  blocked: Generated<boolean>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  group_id: string | null;
  address_book_name: string | null;
  address_book_at: Timestamp | null;
  wa_id: string | null;
  name: string | null;
  fields: Generated<Json>;
  version: Generated<number>;
};

export type Contact = Selectable<ContactsTable>;

export type ConversationDraftsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  user_id: string;
  conversation_id: string;
  body: string;
  version: Generated<number>;
  updated_at: Generated<Timestamp>;
};

export type ConversationDraft = Selectable<ConversationDraftsTable>;

export type ConversationEventsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  kind: "handed-over" | "handed-back" | "assigned" | "released" | "snoozed" | "woken" | "closed" | "reopened";
  actor: string | null;
  data: Generated<Json>;
  created_at: Generated<Timestamp>;
};

export type ConversationEvent = Selectable<ConversationEventsTable>;

export type ConversationNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  notice: string;
  told_at: Timestamp;
};

export type ConversationNotice = Selectable<ConversationNoticesTable>;

export type ConversationReadsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  user_id: string;
  conversation_id: string;
  read_message_id: string;
};

export type ConversationRead = Selectable<ConversationReadsTable>;

export type ConversationTagsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  tag_id: string;
  conversation_id: string;
  created_at: Generated<Timestamp>;
};

export type ConversationTag = Selectable<ConversationTagsTable>;

export type ConversationsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  contact_id: string;
  status: Generated<"open" | "closed">;
  handled_by: Generated<"bot" | "human">;
  handoff_reason: string | null;
  handoff_summary: string | null;
  handed_off_at: Timestamp | null;
  assigned_user_id: string | null;
  epoch: Generated<number>;
  last_customer_message_id: string | null;
  last_customer_message_at: Timestamp | null;
  last_message_at: Timestamp | null;
  closed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  imported: Generated<boolean>;
  handoff_code:
    | "no-answer"
    | "asked-for-human"
    | "unreadable"
    | "technical"
    | "quota"
    | "rule"
    | "answered-in-app"
    | "taken"
    | null;
  take_back_at: Timestamp | null;
  retried_message_id: string | null;
  customer_told_at: Timestamp | null;
  tell_people_at: Timestamp | null;
  people_told_at: Timestamp | null;
  disclosed_at: Timestamp | null;
  language: string | null;
  waiting_since: Timestamp | null;
  snoozed_at: Timestamp | null;
  snoozed_until: Timestamp | null;
  outcome: "resolved" | "no-answer-needed" | "duplicate" | "spam" | "idle" | null;
  close_reason: string | null;
  reopened_at: Timestamp | null;
  inbox_state: Generated<string>;
};

export type Conversation = Selectable<ConversationsTable>;

export type DeadLettersTable = {
  id: Generated<string>;
  tenant_id: string | null;
  source_topic: string | null;
  function_name: string;
  message_id: string;
  event_id: string | null;
  reason_code: string;
  reason: string;
  payload: Json | null;
  payload_text: string | null;
  attributes: Generated<Json>;
  delivery_attempt: number | null;
  replayed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  waba_phone_number_id: string | null;
  waba_business_account_id: string | null;
  size_bytes: Generated<number>;
};

export type DeadLetter = Selectable<DeadLettersTable>;

export type DepositsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  amount_minor: number;
  currency: string;
  reference: string;
  note: string | null;
  transaction_id: string;
  created_at: Generated<Timestamp>;
};

export type Deposit = Selectable<DepositsTable>;

export type DocumentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  knowledge_base_id: string;
  name: string;
  content_type: string;
  size_bytes: number;
  bucket: string;
  object_name: string;
  object_generation: number;
  content_sha256: string | null;
  status: Generated<"uploaded" | "processing" | "ready" | "failed" | "deleting">;
  stage: "fetching" | "reading" | "embedding" | null;
  page_count: number | null;
  chunk_count: Generated<number>;
  generation: Generated<number>;
  error_code: string | null;
  error_message: string | null;
  language: string | null;
  ready_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  word_count: Generated<number>;
  embedded_count: Generated<number>;
  source: Generated<"upload" | "url" | "pairs">;
  source_url: string | null;
  site_document_id: string | null;
  source_etag: string | null;
  source_modified: string | null;
  chunk_total: number | null;
  warnings: Generated<Json>;
};

export type Document = Selectable<DocumentsTable>;

export type IdempotencyKeysTable = {
  id: Generated<string>;
  tenant_id: string | null;
  principal: string;
  key: string;
  request_sha256: Buffer;
  attempt_id: string;
  locked_until: Timestamp;
  status: number | null;
  headers: Json | null;
  body: string | null;
  created_at: Generated<Timestamp>;
  about_tenant_id: string | null;
};

export type IdempotencyKey = Selectable<IdempotencyKeysTable>;

export type InvoiceNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  invoice_id: string;
  kind: "issued" | "overdue" | "last_reminder" | "paid";
  suspends_at: Timestamp | null;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type InvoiceNotice = Selectable<InvoiceNoticesTable>;

export type InvoicePaymentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  invoice_id: string;
  amount_minor: number;
  currency: string;
  reference: string;
  note: string | null;
  transaction_id: string;
  created_at: Generated<Timestamp>;
};

export type InvoicePayment = Selectable<InvoicePaymentsTable>;

export type InvoicesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  number: number;
  currency: string;
  lines: Json;
  total_minor: number;
  paid_minor: number;
  issued_at: Generated<Timestamp>;
  due_at: Generated<Timestamp>;
  paid_at: Timestamp | null;
};

export type Invoice = Selectable<InvoicesTable>;

export type KeptDraftsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  message_id: string;
  user_id: string | null;
  offered_at: Timestamp | null;
  settled_at: Timestamp | null;
  settled_as: "sent" | "discarded" | null;
  created_at: Generated<Timestamp>;
};

export type KeptDraft = Selectable<KeptDraftsTable>;

export type KnowledgeBasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  is_default: Generated<boolean>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  version: Generated<number>;
};

export type KnowledgeBase = Selectable<KnowledgeBasesTable>;

export type LedgerEntriesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  transaction_id: string;
  account: "cash" | "deposit" | "owed" | "invoiced" | "revenue";
  amount_minor: number;
  currency: string;
  balance_minor: number | null;
  created_at: Generated<Timestamp>;
};

export type LedgerEntry = Selectable<LedgerEntriesTable>;

export type LedgerTransactionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  kind:
    | "top_up"
    | "overage"
    | "refund"
    | "adjustment"
    | "fee"
    | "debt_payment"
    | "debt_invoiced"
    | "invoice_payment";
  period_id: string | null;
  quota_id: string | null;
  note: string | null;
  created_at: Generated<Timestamp>;
  invoice_id: string | null;
};

export type LedgerTransaction = Selectable<LedgerTransactionsTable>;

export type LlmSpendTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  day: string;
  tokens: Generated<number>;
};

export type LlmSpend = Selectable<LlmSpendTable>;

export type MessageChangesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  message_id: string | null;
  contact_id: string;
  direction: "inbound" | "outbound";
  wamid: string;
  target_wamid: string;
  kind: "reaction" | "edit" | "revoke";
  emoji: string | null;
  type: string | null;
  body: string | null;
  content: Json | null;
  raw: Json | null;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type MessageChange = Selectable<MessageChangesTable>;

export type MessageMediaTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  media_id: string | null;
  status: Generated<"pending" | "stored" | "lost" | "removing" | "removed">;
  reason: string | null;
  mime_type: string | null;
  sha256: string | null;
  file_name: string | null;
  size_bytes: number | null;
  object_name: string | null;
  attempt_count: Generated<number>;
  next_attempt_at: Timestamp | null;
  expires_at: Timestamp;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type MessageMedia = Selectable<MessageMediaTable>;

export type MessageStatusesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  message_id: string | null;
  wamid: string;
  status: string;
  recipient: Generated<string>;
  occurred_at: Timestamp;
  errors: Json | null;
  pricing: Json | null;
  callback_data: string | null;
  raw: Json | null;
  created_at: Generated<Timestamp>;
  conversation: Json | null;
};

export type MessageStatus = Selectable<MessageStatusesTable>;

export type MessageTemplatesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  waba_business_account_id: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string | null;
  components: Generated<Json>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  template_id: string | null;
  reason: string | null;
  parameter_format: string | null;
  synced_at: Timestamp | null;
};

export type MessageTemplate = Selectable<MessageTemplatesTable>;

export type MessagesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  conversation_id: string;
  contact_id: string;
  direction: "inbound" | "outbound";
  sender_type: "customer" | "bot" | "agent" | "system";
  sender_user_id: string | null;
  wamid: string | null;
  type: string;
  body: string | null;
  content: Json | null;
  raw: Json | null;
  context_wamid: string | null;
  status:
    | "received"
    | "queued"
    | "sending"
    | "accepted"
    | "sent"
    | "delivered"
    | "read"
    | "played"
    | "failed"
    | "unknown"
    | "unconfirmed"
    | "canceled";
  sent_at: Generated<Timestamp>;
  received_at: Timestamp | null;
  trigger_message_id: string | null;
  epoch: number | null;
  attempt_id: string | null;
  attempt_count: Generated<number>;
  lease_until: Timestamp | null;
  not_before: Timestamp | null;
  accepted_at: Timestamp | null;
  delivered_at: Timestamp | null;
  read_at: Timestamp | null;
  failed_at: Timestamp | null;
  error_code: number | null;
  error_detail: string | null;
  citations: Json | null;
  trace: Json | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  author_contact_id: string | null;
  reactions: Generated<Json>;
  edited_at: Timestamp | null;
  revoked_at: Timestamp | null;
  original: Json | null;
  slot_at: Timestamp | null;
  played_at: Timestamp | null;
  sender_api_key_id: string | null;
  is_turn: Generated<boolean>;
  client_id: string | null;
};

export type Message = Selectable<MessagesTable>;

export type ModelEndsTable = {
  model: string;
  ends_on: string;
  told_at: Generated<Timestamp>;
};

export type ModelEnd = Selectable<ModelEndsTable>;

export type ModelNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string | null>;
  model: string;
  ends_on: string;
  days_before: number;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type ModelNotice = Selectable<ModelNoticesTable>;

export type NoteMentionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  note_id: string;
  user_id: string;
  conversation_id: string;
};

export type NoteMention = Selectable<NoteMentionsTable>;

export type NotesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  author_user_id: string | null;
  body: string;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type Note = Selectable<NotesTable>;

export type NumberHoldingsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  waba_phone_number_id: string;
  waba_business_account_id: string;
  held_from: Generated<Timestamp>;
  held_until: Timestamp | null;
};

export type NumberHolding = Selectable<NumberHoldingsTable>;

export type OutboxTable = {
  id: string;
  tenant_id: Generated<string>;
  topic: string;
  ordering_key: string | null;
  envelope: Json;
  created_at: Generated<Timestamp>;
};

export type Outbox = Selectable<OutboxTable>;

export type OutletKnowledgeBasesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  knowledge_base_id: string;
  created_at: Generated<Timestamp>;
};

export type OutletKnowledgeBase = Selectable<OutletKnowledgeBasesTable>;

export type OutletsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  waba_phone_number: string;
  waba_phone_number_id: string;
  waba_business_account_id: string;
  access_token_ciphertext: Buffer | null;
  access_token_last4: string | null;
  access_token_set_at: Timestamp | null;
  status: Generated<"unverified" | "active" | "paused" | "disabled" | "moved">;
  status_reason: string | null;
  verified_name: string | null;
  display_phone_number: string | null;
  quality_rating: string | null;
  throughput_level: string | null;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  status_message: string | null;
  checked_at: Timestamp | null;
  active_since: Timestamp | null;
  proven_at: Timestamp | null;
  paused_until: Timestamp | null;
  moved_told_at: Timestamp | null;
  business_hours: Json | null;
  notification_emails: Generated<string[]>;
  people_told_at: Timestamp | null;
  templates_synced_at: Timestamp | null;
  pause_told_at: Timestamp | null;
};

export type Outlet = Selectable<OutletsTable>;

export type PeriodSegmentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  starts_at: Timestamp;
  plan: string;
  plan_version: number;
  created_at: Generated<Timestamp>;
};

export type PeriodSegment = Selectable<PeriodSegmentsTable>;

export type PlanVersionsTable = {
  id: Generated<string>;
  plan: "starter" | "growth" | "enterprise";
  version: number;
  effective_from: Timestamp;
  terms: Json;
  created_at: Generated<Timestamp>;
};

export type PlanVersion = Selectable<PlanVersionsTable>;

export type PlatformOperatorsTable = {
  id: Generated<string>;
  firebase_uid: string;
  email: string;
  revoked_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type PlatformOperator = Selectable<PlatformOperatorsTable>;

export type PlaygroundAnswersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  user_id: string | null;
  outlet_id: string | null;
  question: string;
  outcome: "answered" | "failed" | "canceled";
  answer: string | null;
  citations: Json | null;
  trace: Json | null;
  tokens_in: Generated<number>;
  tokens_out: Generated<number>;
  tokens_embedding: Generated<number>;
  created_at: Generated<Timestamp>;
};

export type PlaygroundAnswer = Selectable<PlaygroundAnswersTable>;

export type QuotaCrossingsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  allowance: string;
  state: "ok" | "warning" | "overage" | "exhausted" | "suspended";
  threshold_percent: number;
  used: number | null;
  included: number | null;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type QuotaCrossing = Selectable<QuotaCrossingsTable>;

export type QuotaNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  period_id: string | null;
  created_at: Generated<Timestamp>;
};

export type QuotaNotice = Selectable<QuotaNoticesTable>;

export type QuotaReservationsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  quota_id: string;
  meter: string;
  subject_id: string;
  quantity: number;
  status: Generated<"held" | "committed">;
  expires_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type QuotaReservation = Selectable<QuotaReservationsTable>;

export type QuotasTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  allowance: string;
  meters: string[];
  included: number;
  is_hard: boolean;
  price_minor: number | null;
  per_units: number | null;
  stops_bot: boolean;
  used: Generated<number>;
  adjusted: Generated<number>;
  reserved: Generated<number>;
  committed: Generated<number>;
  charged_minor: Generated<number>;
  adjustment_charged_minor: Generated<number>;
  state: Generated<"ok" | "warning" | "overage" | "exhausted">;
  threshold_percent: Generated<number>;
  attention_at: number | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type Quota = Selectable<QuotasTable>;

export type RateLimitsTable = {
  key: Buffer;
  points: number;
  ends_at: Timestamp;
};

export type RateLimit = Selectable<RateLimitsTable>;

export type SendPacingTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  contact_id: string | null;
  full_at: Timestamp;
  held_until: Timestamp | null;
};

export type SendPacing = Selectable<SendPacingTable>;

export type SubscriptionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  plan: "starter" | "growth" | "enterprise";
  status: "trial" | "active" | "past_due" | "canceled" | "suspended";
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  anchor_date: string;
  started_at: Generated<Timestamp>;
  trial_ends_at: Timestamp | null;
  pending_plan: "starter" | "growth" | "enterprise" | null;
  cancel_at_period_end: Generated<boolean>;
  canceled_at: Timestamp | null;
  version: Generated<number>;
};

export type Subscription = Selectable<SubscriptionsTable>;

export type TagsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  color: Generated<string>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type Tag = Selectable<TagsTable>;

export type TenantAccessesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  operator_uid: string;
  reason: string;
  expires_at: Timestamp;
  ended_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type TenantAccess = Selectable<TenantAccessesTable>;

export type TenantDataKeysTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  wrapped_key: Buffer;
  wrapping_key_name: string;
  retired_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

export type TenantDataKey = Selectable<TenantDataKeysTable>;

export type TenantsTable = {
  id: Generated<string>;
  slug: string;
  name: string;
  contact_email: string;
  status: Generated<"active" | "suspended" | "erasing">;
  llm_tone: Generated<Json>;
  llm_config: Generated<Json>;
  firebase_tenant_id: string | null;
  time_zone: Generated<string>;
  default_language: string | null;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  quota_state: Generated<"ok" | "exhausted" | "suspended">;
  messaging: Generated<Json>;
  admin_second_factor: Generated<boolean>;
  disclosure: Generated<Json>;
};

export type Tenant = Selectable<TenantsTable>;

export type UnansweredQuestionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  question: string;
  cluster_key: string;
  reason: string;
  status: Generated<"open" | "answered" | "dismissed">;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  language: string | null;
  document_id: string | null;
};

export type UnansweredQuestion = Selectable<UnansweredQuestionsTable>;

export type UsageAdjustmentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  day: string;
  meter: string;
  outlet_id: string | null;
  quantity: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type UsageAdjustment = Selectable<UsageAdjustmentsTable>;

export type UsageCountersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string | null;
  day: string;
  meter: string;
  outlet_id: string | null;
  quantity: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

export type UsageCounter = Selectable<UsageCountersTable>;

export type UsageRecordsTable = {
  id: string;
  tenant_id: Generated<string>;
  period_id: string | null;
  outlet_id: string | null;
  meter: string;
  subject_id: string;
  quantity: number;
  is_late: Generated<boolean>;
  day: string;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};

export type UsageRecord = Selectable<UsageRecordsTable>;

export type UsersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  firebase_uid: string;
  email: string;
  display_name: string;
  role: "admin" | "agent" | "viewer";
  status: Generated<"active" | "disabled">;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  account_linked: Generated<boolean>;
  invited_at: Timestamp | null;
};

export type User = Selectable<UsersTable>;

/** Every table, by its name in the database. */
export type Database = {
  account_events: AccountEventsTable;
  answer_feedback: AnswerFeedbackTable;
  api_keys: ApiKeysTable;
  audit_log: AuditLogTable;
  billing_accounts: BillingAccountsTable;
  billing_periods: BillingPeriodsTable;
  canned_replies: CannedRepliesTable;
  consents: ConsentsTable;
  contact_aliases: ContactAliasesTable;
  contact_fields: ContactFieldsTable;
  contact_tags: ContactTagsTable;
  contacts: ContactsTable;
  conversation_drafts: ConversationDraftsTable;
  conversation_events: ConversationEventsTable;
  conversation_notices: ConversationNoticesTable;
  conversation_reads: ConversationReadsTable;
  conversation_tags: ConversationTagsTable;
  conversations: ConversationsTable;
  dead_letters: DeadLettersTable;
  deposits: DepositsTable;
  documents: DocumentsTable;
  idempotency_keys: IdempotencyKeysTable;
  invoice_notices: InvoiceNoticesTable;
  invoice_payments: InvoicePaymentsTable;
  invoices: InvoicesTable;
  kept_drafts: KeptDraftsTable;
  knowledge_bases: KnowledgeBasesTable;
  ledger_entries: LedgerEntriesTable;
  ledger_transactions: LedgerTransactionsTable;
  llm_spend: LlmSpendTable;
  message_changes: MessageChangesTable;
  message_media: MessageMediaTable;
  message_statuses: MessageStatusesTable;
  message_templates: MessageTemplatesTable;
  messages: MessagesTable;
  model_ends: ModelEndsTable;
  model_notices: ModelNoticesTable;
  note_mentions: NoteMentionsTable;
  notes: NotesTable;
  number_holdings: NumberHoldingsTable;
  outbox: OutboxTable;
  outlet_knowledge_bases: OutletKnowledgeBasesTable;
  outlets: OutletsTable;
  period_segments: PeriodSegmentsTable;
  plan_versions: PlanVersionsTable;
  platform_operators: PlatformOperatorsTable;
  playground_answers: PlaygroundAnswersTable;
  quota_crossings: QuotaCrossingsTable;
  quota_notices: QuotaNoticesTable;
  quota_reservations: QuotaReservationsTable;
  quotas: QuotasTable;
  rate_limits: RateLimitsTable;
  send_pacing: SendPacingTable;
  subscriptions: SubscriptionsTable;
  tags: TagsTable;
  tenant_accesses: TenantAccessesTable;
  tenant_data_keys: TenantDataKeysTable;
  tenants: TenantsTable;
  unanswered_questions: UnansweredQuestionsTable;
  usage_adjustments: UsageAdjustmentsTable;
  usage_counters: UsageCountersTable;
  usage_records: UsageRecordsTable;
  users: UsersTable;
};
