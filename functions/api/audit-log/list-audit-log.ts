import { z } from "@hono/zod-openapi";
import { listAuditEntries } from "../../../shared/tenants/queries/audit-log.ts";
import type { AuditLog as AuditLogEntry } from "../../../shared/db/schema.d.ts";
import { tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { listQuery, pageOf, toPage } from "../http/page.ts";
import { requireReach } from "../http/reach.ts";
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
    description: "Newest first. An operator says whose.",
    status: 200,
    query: listQuery.extend({ action: word, actorId: word, subjectType: word, subjectId: word }),
    reply: pageOf(entrySchema),
  },
  async ({ principal, query, read }) => {
    const tenantId = query.tenantId ?? tenantOf(principal);
    if (tenantId === undefined) {
      throw new HttpProblem("invalid", undefined, {
        errors: [{ field: "tenantId", message: "is needed from an operator" }],
      });
    }
    const page = { before: query.cursor?.id, limit: query.limit + 1 };
    const rows = await read(requireReach(principal, tenantId), async (trx) =>
      listAuditEntries(trx, query, page),
    );
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
