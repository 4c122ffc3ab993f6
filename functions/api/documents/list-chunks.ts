import { z } from "@hono/zod-openapi";
import { findDocument } from "../../../shared/knowledge/queries/documents.ts";
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

const whole = (least: number, usual: number) =>
  z.coerce
    .number()
    .int()
    .min(least)
    .max(1_000_000)
    .default(usual)
    .openapi({ type: "integer", default: usual });

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
    query: z.object({ from: whole(0, 0), limit: whole(1, 50).transform((limit) => Math.min(limit, 200)) }),
    reply: z.object({ data: z.array(chunk), nextFrom: z.int().nullable() }),
  },
  async ({ principal, params, query: { from, limit }, read, services }) => {
    const tenantId = ownTenant(principal);
    const { generation, chunk_count: count } = await read(tenantId, async (trx) =>
      found(await findDocument(trx, params.id)),
    );
    const place = { tenantId, documentId: params.id, generation, from, limit };
    const chunks = generation === 0 ? [] : await services.vectors.listChunks(place);
    const data = chunks.map((one) => ({ ...one, heading: one.heading ?? null, page: one.page ?? null }));
    return { body: { data, nextFrom: from + limit < count ? from + limit : null } };
  },
);
