import { z } from "@hono/zod-openapi";
import { recordKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { text, ownTenantId } from "../http/schemas.ts";
import { knowledgeBaseSchema, presentKnowledgeBase } from "./knowledge-base-schema.ts";

export const createKnowledgeBase = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases",
    permission: "knowledge:write",
    tag: "Knowledge",
    summary: "Create a knowledge base",
    status: 201,
    body: z.object({ tenantId: ownTenantId, name: text(100) }),
    reply: knowledgeBaseSchema,
  },
  async (context) => {
    const { body, principal, write } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    return write(tenantId, async ({ trx }) => {
      const row = await recordKnowledgeBase(trx, body.name);
      if (row === undefined) {
        throw new HttpProblem("conflict", undefined, {
          errors: [{ field: "name", code: "taken", message: "is taken" }],
        });
      }
      const after = presentKnowledgeBase(row);
      const entry = {
        action: "knowledge-base.create",
        subjectType: "knowledge-base",
        subjectId: row.id,
        after,
      };
      await audit(trx, context, tenantId, entry);
      return { body: after, location: `/knowledge-bases/${row.id}` };
    });
  },
);
