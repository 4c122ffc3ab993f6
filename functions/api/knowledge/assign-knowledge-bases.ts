import { z } from "@hono/zod-openapi";
import {
  assignKnowledgeBases,
  findKnowledgeBase,
} from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const assignment = z.object({
  knowledgeBaseIds: z
    .array(id)
    .max(50)
    .default([])
    .transform((ids) => [...new Set(ids)])
    .openapi({ description: "The outlet answers from these; from all of the tenant's when there are none" }),
});

export const assignKnowledgeBasesRoute = defineRoute(
  {
    method: "put",
    path: "/outlets/{id}/knowledge-bases",
    operation: "setOutletKnowledgeBases",
    permission: "knowledge:write",
    tag: "Knowledge",
    summary: "Choose from which knowledge bases an outlet answers",
    status: 200,
    params: idParams,
    body: assignment,
    reply: assignment,
  },
  async (context) => {
    const tenantId = ownTenant(context.principal);
    const outletId = context.params.id;
    const { knowledgeBaseIds } = context.body;
    return context.write(tenantId, async ({ trx }) => {
      found(await findOutlet(trx, outletId));
      for (const one of knowledgeBaseIds) found(await findKnowledgeBase(trx, one));
      await assignKnowledgeBases(trx, outletId, knowledgeBaseIds);
      const entry = { action: "outlet.assign-knowledge", subjectType: "outlet", subjectId: outletId };
      await audit(trx, context, tenantId, { ...entry, after: { knowledgeBaseIds } });
      return { body: { knowledgeBaseIds } };
    });
  },
);
