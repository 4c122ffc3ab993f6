import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

export const reingestDocument = defineRoute(
  {
    method: "post",
    path: "/documents/{id}/reingest",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Read a document again",
    description:
      "What it says now goes on answering until the new reading is whole. A web page is fetched anew, and read if it has changed.",
    status: 202,
    params: idParams,
    reply: documentSchema,
  },
  async ({ principal, params, read, write, services }) => {
    const tenantId = ownTenant(principal);
    const document = await read(tenantId, async (trx) => found(await findDocument(trx, params.id)));
    if (document.source === "url" && document.status !== "deleting") {
      return write(tenantId, async ({ emit }) => {
        const requestedAt = services.now().toISOString();
        const siteDocumentId = document.site_document_id ?? undefined;
        emit("document.requested", { documentId: document.id, siteDocumentId, requestedAt });
        return { body: presentDocument(document) };
      });
    }
    if (document.status === "deleting" || !(await services.objects.renew(document.object_name))) {
      throw new HttpProblem("conflict", "Its file is not there.");
    }
    return { body: presentDocument(document) };
  },
);
