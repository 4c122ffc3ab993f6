import { sql } from "kysely";
import { toJsonb } from "../../db/jsonb.ts";
import type { AuditLog as AuditLogEntry } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type AuditEntry = {
  /** What was done, as `outlet.update`. */
  action: string;
  subjectType: string;
  subjectId?: string | undefined;
  /** How it was, and how it is: without secrets. */
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
};

/**
 * Writes an entry into the log of the scope's tenant, in the transaction that does what it tells of: by whom is the
 * scope's to say, when is the transaction's time. Entries are for good.
 */
export async function recordAudit(
  trx: TenantTransaction,
  tenantId: string,
  entry: AuditEntry,
): Promise<void> {
  const { action, subjectType, subjectId = null, before, after, requestId = null } = entry;
  const json = (shown: Record<string, unknown> | undefined) => (shown === undefined ? null : toJsonb(shown));
  await sql`select record_audit(${tenantId}, ${action}, ${subjectType}, ${subjectId}, ${json(before)}::jsonb,
    ${json(after)}::jsonb, ${requestId})`.execute(trx);
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
  page: Page,
): Promise<AuditLogEntry[]> {
  return inPage(
    trx
      .selectFrom("audit_log")
      .selectAll()
      .$if(filter.action !== undefined, (query) => query.where("action", "=", filter.action ?? ""))
      .$if(filter.actorId !== undefined, (query) => query.where("actor_id", "=", filter.actorId ?? ""))
      .$if(filter.subjectType !== undefined, (query) =>
        query.where("subject_type", "=", filter.subjectType ?? ""),
      )
      .$if(filter.subjectId !== undefined, (query) => query.where("subject_id", "=", filter.subjectId ?? "")),
    page,
  ).execute();
}
