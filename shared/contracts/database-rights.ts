import type { FunctionName } from "./functions.ts";
import type { DeclaredRights } from "./read-rights.ts";

/** What cannot be handled is kept, and never read again by who kept it. */
const keeps = { dead_letters: "insert" } as const;

/** Opens, moves and closes conversations; what happens to them is noted (trigger). */
const movesConversations = {
  conversations: "select, insert, update",
  conversation_events: "insert",
} as const;

/** Stores events with the work, and forgets them once they are published. */
const emits = { outbox: "select (id), insert, delete" } as const;

/** A new or sent message takes on what waited for it: its changes, and the file that it shows after these (triggers). */
const joinsChanges = {
  messages: "select, insert, update",
  message_changes: "select, update (message_id)",
  message_media: "select, insert, update",
} as const;

/** To call Graph for an outlet. The lock by which a held one is waited for takes the right to update a column. */
const opensTokens = { outlets: "select, update (checked_at)", tenant_data_keys: "select" } as const;

/** Opens billing periods with their quotas as time goes by, and says how far the bot may go. */
const opensPeriods = {
  tenants: "select, update (quota_state)",
  plan_versions: "select",
  subscriptions: "select, update",
  billing_accounts: "select, insert, update",
  billing_periods: "select, insert",
  period_segments: "select, insert, update (plan, plan_version)",
  quotas: "select, insert, update",
} as const;

/** Charges what is due, and tells of what was passed. */
const settles = {
  ...opensPeriods,
  ledger_transactions: "select, insert",
  ledger_entries: "select, insert",
  quota_crossings: "select, insert",
} as const;
const settleFunctions = [
  "settlement_facts",
  "refresh_quota_state",
  "apply_settlement",
  "record_audit",
] as const;

/** Counts use, by `count_usage`. */
const counts = {
  ...settles,
  usage_records: "select, insert",
  usage_counters: "select, insert, update",
  usage_adjustments: "select, insert, update",
  quota_reservations: "select, delete",
} as const;

/** Learns what came of a send: what was held of the quota is used or given back, outlets and templates follow. */
const appliesReports = {
  ...joinsChanges,
  message_statuses: "select, update (message_id)",
  conversations: "select, update",
  conversation_events: "insert",
  contacts: "select, update",
  consents: "select, insert",
  message_templates: "select, insert, update",
  account_events: "select",
  outlets: "select, update",
  quotas: "select, update",
  quota_reservations: "select, update, delete",
} as const;

/** Two contacts that turn out to be one become one; `merge_contacts` moves the rest. */
const mergesContacts = {
  contacts: "select, insert, update",
  contact_aliases: "select, insert, update, delete",
} as const;

/**
 * What each function may do in the database, and nothing else: `tenant` in the scope of one tenant, `platform` with rows
 * of all. Each is a role of PostgreSQL, which gets exactly these rights after the migrations; tests run every handler as
 * its own. A new table, or a new use of one, is declared here and nowhere else.
 */
export const databaseRights = {
  inbound: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...appliesReports,
        ...mergesContacts,
        message_changes: "select, insert, update (message_id)",
        ...movesConversations,
        kept_drafts: "select, update (offered_at)",
        tenants: "select",
        billing_periods: "select",
        quota_notices: "select, insert",
      },
      functions: ["find_outlet_of_number", "merge_contacts", "settle_reservation", "record_audit"],
    },
  },
  media: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...opensTokens,
        tenants: "select",
        messages: "select",
        conversations: "select",
        message_media: "select, update",
      },
    },
  },
  responder: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...opensTokens,
        tenants: "select",
        // Beside a voice message stands what it says.
        messages: "select, insert, update",
        message_media: "select",
        conversations: "select, update",
        conversation_events: "insert",
        conversation_notices: "select, insert, update",
        contacts: "select",
        documents: "select",
        outlet_knowledge_bases: "select",
        llm_spend: "select, insert, update",
        model_ends: "select",
        unanswered_questions: "select, insert",
        billing_periods: "select",
        quota_notices: "select, insert",
      },
    },
  },
  sender: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...opensPeriods,
        ...appliesReports,
        tenant_data_keys: "select",
        kept_drafts: "select, insert",
        send_pacing: "select, insert, update",
        quotas: "select, insert, update",
        quota_reservations: "select, insert, update, delete",
      },
      functions: ["reserve_quota", "settle_reservation", "refresh_quota_state", "record_audit"],
    },
  },
  status: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...appliesReports,
        ...mergesContacts,
        tenants: "select",
        message_statuses: "select, insert, update (message_id)",
      },
      functions: ["find_outlet_of_number", "merge_contacts", "settle_reservation", "record_audit"],
    },
  },
  account: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...mergesContacts,
        tenants: "select",
        outlets: "select, update",
        ...movesConversations,
        consents: "select, insert",
        account_events: "select, insert",
        message_templates: "select, update, delete",
        messages: "select",
      },
      functions: ["find_outlet_of_number", "find_outlets_of_account", "merge_contacts", "record_audit"],
    },
  },
  usage: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...counts,
        quota_crossings: "select, insert, update (mailed_at)",
        invoices: "select",
        invoice_notices: "select, update (mailed_at)",
        users: "select",
      },
      functions: ["count_usage", ...settleFunctions],
    },
  },
  ingester: {
    tenant: {
      tables: {
        ...keeps,
        ...emits,
        ...opensPeriods,
        documents: "select, insert, update, delete",
        knowledge_bases: "select",
        outlets: "select (id)",
        users: "select (id)",
      },
      functions: ["refresh_quota_state"],
    },
  },
  analytics: {
    tenant: {
      tables: {
        ...keeps,
        tenants: "select",
        messages: "select",
        outlets: "select (id, status, waba_phone_number_id, waba_business_account_id)",
      },
      functions: ["find_outlet_of_number"],
    },
  },
  "dead-letters": {
    tenant: { tables: { ...keeps } },
    // Who lists and replays them by hand: the job, not the function.
    platform: { tables: { dead_letters: "select, update (replayed_at)" } },
  },
  api: {
    tenant: {
      tables: {
        ...emits,
        ...counts,
        ...opensTokens,
        ...mergesContacts,
        tenants: "select, insert, update",
        tenant_data_keys: "select, insert, update (retired_at)",
        outlets: "select, insert, update, delete",
        users: "select, insert, update, delete",
        api_keys: "select, insert, update",
        tenant_accesses: "select, insert, update (ended_at)",
        idempotency_keys: "select, insert, update, delete",
        audit_log: "select",
        subscriptions: "select, insert, update",
        deposits: "select, insert",
        invoices: "select, update (paid_minor, paid_at)",
        invoice_payments: "select, insert",
        invoice_notices: "select, insert",
        ...movesConversations,
        conversation_events: "select, insert",
        conversation_reads: "select, insert, update",
        conversation_drafts: "select, insert, update, delete",
        notes: "select, insert, update, delete",
        note_mentions: "select, insert, delete",
        tags: "select, insert, update, delete",
        conversation_tags: "select, insert, delete",
        contact_tags: "select, insert, delete",
        canned_replies: "select, insert, update, delete",
        contact_fields: "select, insert, update, delete",
        messages: "select, insert",
        message_statuses: "select",
        message_media: "select",
        message_templates: "select, insert, update, delete",
        consents: "select, insert",
        knowledge_bases: "select, insert",
        outlet_knowledge_bases: "select, insert, delete",
        documents: "select, insert, update",
        llm_spend: "select, insert, update",
        model_ends: "select",
        kept_drafts: "select, update",
        playground_answers: "select, insert",
        answer_feedback: "select, insert, update",
        unanswered_questions: "select, insert, update, delete",
      },
      functions: [
        "find_user_of_account",
        "find_working_api_key",
        "keep_operator_reply",
        "merge_contacts",
        "count_usage",
        ...settleFunctions,
      ],
    },
    platform: {
      tables: {
        tenants: "select (id, slug, status, created_at)",
        outlets: "select (id, tenant_id, status, proven_at, waba_phone_number_id, waba_business_account_id)",
        users: "select (id, tenant_id)",
        api_keys: "select (id, tenant_id)",
        tenant_accesses: "select (id, tenant_id, operator_uid, expires_at, ended_at)",
        message_templates: "select (id, tenant_id)",
        platform_operators: "select (firebase_uid, email, revoked_at)",
        idempotency_keys: "select, insert, update, delete",
        rate_limits: "select, insert, update, delete",
        // What was not handled, never what it holds.
        dead_letters:
          "select (id, tenant_id, source_topic, function_name, event_id, reason_code, reason, delivery_attempt, size_bytes, replayed_at, created_at)",
      },
    },
  },
  maintenance: {
    tenant: {
      tables: {
        ...emits,
        ...settles,
        ...opensTokens,
        // What was erased is erased again where a backup brought it back.
        tenants: "select, update (quota_state, status, version)",
        number_holdings: "select",
        tenant_data_keys: "select, update (wrapped_key, wrapping_key_name)",
        outlets: "select, update",
        users: "select",
        billing_periods: "select, insert, update",
        invoices: "select, insert, update (paid_minor, paid_at)",
        invoice_payments: "select",
        invoice_notices: "select, insert",
        deposits: "select",
        usage_records: "select",
        usage_counters: "select",
        usage_adjustments: "select",
        quota_reservations: "select, delete",
        contacts: "select",
        conversations: "select, update",
        conversation_events: "insert",
        messages: "select, update",
        message_media: "select, update",
        message_statuses: "select, update (raw), delete",
        message_changes: "select (id, raw, created_at), update (raw)",
        idempotency_keys: "select (id, created_at), delete",
        playground_answers: "select (id, created_at), delete",
        send_pacing: "select, delete",
        model_notices: "select, insert, update (mailed_at)",
      },
      functions: [...settleFunctions],
    },
    platform: {
      tables: {
        outbox: "select, update (created_at), delete",
        model_ends: "select, insert, update, delete",
        model_notices: "select, insert, update (mailed_at)",
        platform_operators: "select (email, revoked_at)",
        rate_limits: "select, delete",
        idempotency_keys: "select (id, tenant_id, status, about_tenant_id, created_at), delete",
        dead_letters:
          "select (id, payload_text, reason_code, replayed_at, created_at, waba_phone_number_id, waba_business_account_id), update (replayed_at), delete",
        tenants: "select (id, status, updated_at)",
        outlets:
          "select (id, tenant_id, status, status_reason, checked_at, created_at, proven_at, paused_until, pause_told_at, moved_told_at, waba_phone_number_id, waba_business_account_id)",
        tenant_data_keys: "select (tenant_id, wrapping_key_name, retired_at)",
        conversations:
          "select (id, tenant_id, outlet_id, status, handled_by, take_back_at, tell_people_at, snoozed_until, last_message_at)",
        messages:
          "select (id, tenant_id, conversation_id, outlet_id, status, lease_until, not_before, updated_at)",
        message_media: "select (message_id, tenant_id, status, next_attempt_at)",
        message_statuses: "select (message_id, tenant_id, created_at)",
        send_pacing: "select (tenant_id, full_at)",
        subscriptions: "select (id, tenant_id, status)",
        billing_periods: "select (id, tenant_id, subscription_id, ends_at, status)",
        billing_accounts: "select (tenant_id, owed_minor, owed_since)",
        invoices: "select (tenant_id, due_at, total_minor, paid_minor)",
      },
      functions: ["find_dead_letters_of", "erase_tenant"],
    },
  },
} as const satisfies Partial<Record<FunctionName, { tenant?: DeclaredRights; platform?: DeclaredRights }>>;
