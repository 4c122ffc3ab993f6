import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { markDeletingWithPages } from "../../../shared/knowledge/queries/web-documents.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { presentDocument } from "./document-schema.ts";

export const deleteDocumentRoute = defineRoute(
  {
    method: "delete",
    path: "/documents/{id}",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Delete a document",
    description:
      "It answers no more at once; its passages and its file go right after. Of a sitemap its pages go with it.",
    status: 204,
    params: idParams,
  },
  async (context) => {
    const tenantId = ownTenant(context.principal);
    const { id } = context.params;
    return context.write(tenantId, async (work) => {
      const before = presentDocument(found(await findDocument(work.trx, id)));
      for (const documentId of await markDeletingWithPages(work.trx, id))
        work.emit("document.deleted", { documentId });
      const entry = { action: "document.delete", subjectType: "document", subjectId: id, before };
      await audit(work.trx, context, tenantId, entry);
      return {};
    });
  },
);
