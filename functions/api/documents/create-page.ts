import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordDocument } from "../../../shared/knowledge/queries/documents.ts";
import { findKnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { readWebAddress } from "../../../shared/knowledge/rules/web-address.ts";
import { webDocument } from "../../../shared/knowledge/rules/web-document.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

const address = z
  .string()
  .trim()
  .max(2_000)
  .transform((value, context) => {
    const url = readWebAddress(value);
    if (url !== undefined) return url;
    const message = "must be the address of a public web page, as https://shop.example/prices";
    context.issues.push({ code: "custom", message, input: value });
    return z.NEVER;
  })
  .openapi({ type: "string", format: "uri", example: "https://shop.example/prices" });

export const createPage = defineRoute(
  {
    method: "post",
    path: "/knowledge-bases/{id}/pages",
    operation: "createDocumentOfPage",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Add a web page, or the pages of a sitemap",
    description:
      "Fetched from the public web as soon as may be, if the website's robots.txt lets us, up to 20 MB; a PDF or Word file at the address is read too. " +
      "Of a sitemap (or an index of them) the first 100 pages become documents of their own, which go with it when it is deleted.",
    status: 201,
    params: idParams,
    body: z.object({ url: address }),
    reply: documentSchema,
  },
  async (context) => {
    const { principal, params, body, services } = context;
    const tenantId = ownTenant(principal);
    const documentId = uuidv7();
    return context.write(tenantId, async (work) => {
      await requireCapacity(work.trx, context, tenantId, { documents: 1 });
      found(await findKnowledgeBase(work.trx, params.id));
      const row = await recordDocument(work.trx, {
        ...webDocument(tenantId, documentId, body.url),
        documentId,
        knowledgeBaseId: params.id,
        bucket: services.config.DOCUMENTS_BUCKET,
      });
      work.emit("document.requested", { documentId, requestedAt: services.now().toISOString() });
      const after = presentDocument(row);
      const entry = { action: "document.create", subjectType: "document", subjectId: documentId, after };
      await audit(work.trx, context, tenantId, entry);
      return { body: after, location: `/documents/${documentId}` };
    });
  },
);
