import { toJsonb } from "./jsonb.ts";
import type { AuditLogEntry } from "./schema/audit-log.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/** Who did something; `id` is a user's id, an API key's id, an operator's Firebase uid, or a function's name. */
export type Actor = {
  type: "user" | "operator" | "api_key" | "function" | "system";
  id?: string | undefined;
};

export type AuditEntry = {
  actor: Actor;
  /** What was done, as `outlet.update`. */
  action: string;
  subjectType: string;
  subjectId?: string | undefined;
  /** How it was, and how it is: without secrets. */
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
};

/** Writes an entry into the log of the scope's tenant, in the transaction that does what it tells of. Entries are for good. */
export async function recordAudit(
  trx: TenantTransaction,
  tenantId: string,
  entry: AuditEntry,
): Promise<void> {
  await trx
    .insertInto("audit_log")
    .values({
      tenant_id: tenantId,
      actor_type: entry.actor.type,
      actor_id: entry.actor.id ?? null,
      action: entry.action,
      subject_type: entry.subjectType,
      subject_id: entry.subjectId ?? null,
      before: entry.before === undefined ? null : toJsonb(entry.before),
      after: entry.after === undefined ? null : toJsonb(entry.after),
      request_id: entry.requestId ?? null,
    })
    .execute();
}

export type AuditFilter = {
  action?: string | undefined;
  actorId?: string | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
};

/** The scope's entries, newest first, older than the entry `before`. */
export async function listAuditEntries(
  trx: TenantTransaction,
  filter: AuditFilter,
  page: { before?: string | undefined; limit: number },
): Promise<AuditLogEntry[]> {
  return trx
    .selectFrom("audit_log")
    .selectAll()
    .$if(filter.action !== undefined, (query) => query.where("action", "=", filter.action ?? ""))
    .$if(filter.actorId !== undefined, (query) => query.where("actor_id", "=", filter.actorId ?? ""))
    .$if(filter.subjectType !== undefined, (query) =>
      query.where("subject_type", "=", filter.subjectType ?? ""),
    )
    .$if(filter.subjectId !== undefined, (query) => query.where("subject_id", "=", filter.subjectId ?? ""))
    .$if(page.before !== undefined, (query) => query.where("id", "<", page.before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}
