import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { linkSchema, linkTo } from "../http/link.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const getDownload = defineRoute(
  {
    method: "get",
    path: "/documents/{id}/download",
    permission: "knowledge:read",
    tag: "Documents",
    summary: "Get a link to a document's file",
    description:
      "For five minutes. 409 while its file is not uploaded yet, or the document is being deleted.",
    status: 200,
    params: idParams,
    reply: linkSchema,
    problems: [409],
  },
  async ({ principal, params, read, services }) => {
    const document = found(await read(ownTenant(principal), async (trx) => findDocument(trx, params.id)));
    const file = { name: document.name, now: services.now() };
    const link =
      document.status === "deleting" ? undefined : await linkTo(services.objects, document.object_name, file);
    if (link === undefined) throw new HttpProblem("conflict", "Its file is not there.");
    return { body: link };
  },
);
