import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

export const getDocument = defineRoute(
  {
    method: "get",
    path: "/documents/{id}",
    permission: "knowledge:read",
    tag: "Documents",
    summary: "Get a document, with how far its reading is",
    status: 200,
    params: idParams,
    reply: documentSchema,
  },
  async ({ principal, params, read }) => ({
    body: await read(ownTenant(principal), async (trx) =>
      presentDocument(found(await findDocument(trx, params.id))),
    ),
  }),
);
