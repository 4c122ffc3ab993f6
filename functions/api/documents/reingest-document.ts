import { findDocument } from "../../../shared/db/documents.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../knowledge/own-tenant.ts";
import { documentSchema, presentDocument } from "./document-schema.ts";

export const reingestDocument = defineRoute(
  {
    method: "post",
    path: "/documents/{id}/reingest",
    permission: "knowledge:write",
    tag: "Documents",
    summary: "Read a document again",
    description: "What it says now goes on answering until the new reading is whole.",
    status: 202,
    params: idParams,
    reply: documentSchema,
  },
  async ({ principal, params, read, services }) => {
    const document = await read(ownTenant(principal), async (trx) =>
      found(await findDocument(trx, params.id)),
    );
    if (document.status === "deleting" || !(await services.objects.renew(document.object_name))) {
      throw new HttpProblem("conflict", "Its file is not there.");
    }
    return { body: presentDocument(document) };
  },
);
