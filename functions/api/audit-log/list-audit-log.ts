import { z } from "@hono/zod-openapi";
import { listAuditEntries } from "../../../shared/tenants/queries/audit-log.ts";
import { auditActions } from "../../../shared/tenants/rules/audit-actions.ts";
import type { AuditLog as AuditLogEntry } from "../../../shared/db/schema.d.ts";
import { askedPage, pageOf, reachableQuery, toPage } from "../http/page.ts";
import { requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, text, timestamp } from "../http/schemas.ts";

const word = text(100).optional();
const shown = z.record(z.string(), z.unknown()).nullable();

const entrySchema = z
  .object({
    id,
    actorType: z.enum(["user", "operator", "api_key", "function", "system"]),
    actorId: z.string().nullable(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    before: shown.openapi({ description: "What differed, without secrets" }),
    after: shown,
    requestId: z.string().nullable(),
    createdAt: timestamp,
  })
  .openapi("AuditEntry");

export const listAuditLog = defineRoute(
  {
    method: "get",
    path: "/audit-log",
    operation: "listAuditLog",
    permission: "audit-log:read",
    tag: "Audit log",
    summary: "Read the audit log",
    description: "An operator says whose.",
    status: 200,
    query: reachableQuery("desc").extend({
      action: z.enum(auditActions).optional(),
      actorId: word,
      subjectType: word,
      subjectId: word,
    }),
    reply: pageOf(entrySchema),
  },
  async ({ principal, query, read }) => {
    const tenantId = requireTenant(principal, query.tenantId, "query");
    const rows = await read(tenantId, async (trx) => listAuditEntries(trx, query, askedPage(query)));
    return { body: toPage(rows, query.limit, presentEntry) };
  },
);

function presentEntry(entry: AuditLogEntry): z.output<typeof entrySchema> {
  return {
    id: entry.id,
    actorType: entry.actor_type,
    actorId: entry.actor_id,
    action: entry.action,
    subjectType: entry.subject_type,
    subjectId: entry.subject_id,
    before: entry.before as Record<string, unknown> | null,
    after: entry.after as Record<string, unknown> | null,
    requestId: entry.request_id,
    createdAt: entry.created_at.toISOString(),
  };
}
