import { z } from "@hono/zod-openapi";
import type { KnowledgeBase } from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { id, timestamp } from "../http/schemas.ts";

export const knowledgeBaseSchema = z
  .object({
    id,
    name: z.string(),
    isDefault: z.boolean().openapi({ description: "Takes documents that name no other" }),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("KnowledgeBase");

export function presentKnowledgeBase(row: KnowledgeBase): z.output<typeof knowledgeBaseSchema> {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.is_default,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
