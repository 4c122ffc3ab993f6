import { z } from "@hono/zod-openapi";
import type { Tag } from "../../../shared/db/schema.d.ts";
import { id, text, timestamp } from "../http/schemas.ts";

const color = z.enum(["grey", "red", "orange", "yellow", "green", "blue", "violet", "pink"]);

export const newTag = z.object({ name: text(50), color: color.default("grey") });
export const changedTag = z.object({ name: text(50).optional(), color: color.optional() });

export const tagSchema = z
  .object({ id, name: z.string(), color: z.string(), createdAt: timestamp, updatedAt: timestamp })
  .openapi("Tag");

export function presentTag(tag: Tag): z.output<typeof tagSchema> {
  return {
    id: tag.id,
    name: tag.name,
    color: tag.color,
    createdAt: tag.created_at.toISOString(),
    updatedAt: tag.updated_at.toISOString(),
  };
}
