import { z } from "@hono/zod-openapi";
import { replyVariables, unknownVariables } from "../../../shared/conversations/rules/canned-reply.ts";
import type { CannedReply } from "../../../shared/db/schema.d.ts";
import { id, isCleanText, timestamp } from "../http/schemas.ts";

const shortcut = z
  .string()
  .min(1)
  .max(40)
  .toLowerCase()
  .refine(
    (word) => /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(word),
    "must be one word of letters, digits, - and _",
  )
  .openapi({ description: "What people type behind `#`, in small letters", example: "hours" });

const body = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .refine(isCleanText, "must be clean text")
  .refine((text) => unknownVariables(text).length === 0, `knows the variables ${replyVariables.join(", ")}`)
  .openapi({
    description: `May take values: ${replyVariables.map((name) => `\`{{${name}}}\``).join(", ")}`,
    example: "Hello {{contact.name}}, we are open until six.",
  });
const outletId = id.nullable().openapi({ description: "Null: of all outlets" });
const language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/, "must be a language as en or pt-BR")
  .nullable()
  .openapi({ description: "Null: in whatever language", example: "id" });

export const newCannedReply = z.object({
  shortcut,
  body,
  outletId: outletId.default(null),
  language: language.default(null),
});
export const changedCannedReply = z.object({ shortcut, body, outletId, language }).partial();

export const cannedReplySchema = z
  .object({
    id,
    shortcut: z.string(),
    body: z.string(),
    outletId: id.nullable(),
    language: z.string().nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("CannedReply");

export function presentCannedReply(reply: CannedReply): z.output<typeof cannedReplySchema> {
  return {
    id: reply.id,
    shortcut: reply.shortcut,
    body: reply.body,
    outletId: reply.outlet_id,
    language: reply.language,
    createdAt: reply.created_at.toISOString(),
    updatedAt: reply.updated_at.toISOString(),
  };
}
