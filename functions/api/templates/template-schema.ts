import { z } from "@hono/zod-openapi";
import type { MessageTemplate } from "../../../shared/db/schema.d.ts";
import { refuseTemplate } from "../../../shared/templates/rules/template-state.ts";
import { id, timestamp } from "../http/schemas.ts";

export const templateSchema = z
  .object({
    id,
    tenantId: id,
    wabaBusinessAccountId: z.string(),
    name: z.string(),
    language: z.string(),
    category: z.string(),
    status: z.string().openapi({ description: "Meta's word" }),
    canBeSent: z.boolean(),
    reason: z.string().nullable().openapi({ description: "Why Meta refused or paused it" }),
    quality: z.string().nullable(),
    parameterFormat: z.string().nullable().openapi({ description: "POSITIONAL or NAMED" }),
    components: z.array(z.unknown()),
    syncedAt: timestamp.nullable(),
  })
  .openapi("Template");

export function presentTemplate(template: MessageTemplate): z.output<typeof templateSchema> {
  return {
    id: template.id,
    tenantId: template.tenant_id,
    wabaBusinessAccountId: template.waba_business_account_id,
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status,
    canBeSent: refuseTemplate(template.status) === undefined,
    reason: template.reason,
    quality: template.quality,
    parameterFormat: template.parameter_format,
    components: Array.isArray(template.components) ? template.components : [],
    syncedAt: template.synced_at?.toISOString() ?? null,
  };
}
