import { z } from "@hono/zod-openapi";
import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
import { cursorOf, limitOf, pageOf, toCursor } from "../http/page.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const chunk = z
  .object({
    id,
    index: z.int(),
    heading: z.string().nullable(),
    page: z.int().nullable(),
    text: z.string(),
  })
  .openapi("Chunk");

const cursor = cursorOf(z.object({ from: z.int().min(0).max(1_000_000) }));

export const listChunks = defineRoute(
  {
    method: "get",
    path: "/documents/{id}/chunks",
    permission: "knowledge:read",
    tag: "Documents",
    summary: "List the passages that a document was cut into",
    description: "In their order, those that answer now.",
    status: 200,
    params: idParams,
    query: z.object({ limit: limitOf({ most: 200, usual: 50 }), cursor: cursor.optional() }),
    reply: pageOf(chunk),
  },
  async ({ principal, params, query: { limit, cursor: { from } = { from: 0 } }, read, services }) => {
    const tenantId = ownTenant(principal);
    const { generation, chunk_count: count } = await read(tenantId, async (trx) =>
      found(await findDocument(trx, params.id)),
    );
    const place = { tenantId, documentId: params.id, generation, from, limit };
    const chunks = generation === 0 ? [] : await services.vectors.listChunks(place);
    const data = chunks.map((one) => ({ ...one, heading: one.heading ?? null, page: one.page ?? null }));
    const next = from + limit < count ? toCursor({ from: from + limit }) : null;
    return { body: { data, nextCursor: next } };
  },
);
