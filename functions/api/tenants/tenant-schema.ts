import { z } from "@hono/zod-openapi";
import type { Tenant } from "../../../shared/db/schema.d.ts";
import { isTimeZone } from "../../../shared/conversations/rules/business-hours.ts";
import { email, id, isCleanText, slug, text, timestamp, version } from "../http/schemas.ts";

const word = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine(isCleanText, "must not hold control characters or broken Unicode");

/** How the tenant's bot speaks; goes into its prompt line by line. */
export const llmTone = z
  .object({ tone: word.optional(), language: word.optional() })
  .catchall(z.union([word, z.number(), z.boolean()]))
  .refine((value) => Object.keys(value).length <= 20, "has more than 20 properties")
  .refine(
    (value) => Object.keys(value).every((key) => key.length <= 50 && isCleanText(key)),
    "has a name that is too long or unclean",
  )
  .openapi("LlmTone", { example: { tone: "warm and brief", language: "Indonesian" } });

/** How the tenant's bot works, besides. */
export const llmConfig = z
  .object({
    notices: z
      .object({ technical: word.optional(), unreadable: word.optional(), handoff: word.optional() })
      .optional()
      .openapi({ description: "The tenant's own words for what the bot says when it cannot answer" }),
    model: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "Model that writes the answers, one of GET /llm/models" }),
    temperature: z.number().min(0).max(2).optional(),
    maxTokens: z.int().min(50).max(4_000).optional().openapi({ description: "Of one answer", example: 700 }),
    dailyTokenLimit: z.int().positive().optional().openapi({
      description:
        "Tokens that answers may take in a day (UTC); then humans go on. Never above the platform's",
    }),
  })
  .openapi("LlmConfig");

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be an IANA time zone, as Asia/Jakarta")
  .openapi({ example: "Asia/Jakarta" });

const language = z
  .string()
  .max(35)
  .refine(isLanguage, "must be a language tag, as pt-BR")
  .openapi({ example: "id" });

export const tenantFields = { name: text(200), contactEmail: email, timeZone, defaultLanguage: language };

export const tenantSchema = z
  .object({
    id,
    name: z.string(),
    slug,
    contactEmail: z.string(),
    status: z.enum(["active", "suspended", "erasing"]),
    llmTone: z.record(z.string(), z.unknown()),
    llmConfig: z.record(z.string(), z.unknown()),
    timeZone: z.string(),
    defaultLanguage: z.string().nullable(),
    firebaseTenantId: z.string().nullable().openapi({
      description: "The Identity Platform tenant that its people sign in at; null is the project's own pool",
    }),
    adminSecondFactor: z
      .boolean()
      .openapi({ description: "Whether its admins must sign in with a second factor" }),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("Tenant");

/** The tenant as the API shows it. */
export function presentTenant(tenant: Tenant): z.output<typeof tenantSchema> {
  return {
    id: tenant.id,
    name: tenant.name,
    slug: tenant.slug,
    contactEmail: tenant.contact_email,
    status: tenant.status,
    llmTone: tenant.llm_tone as Record<string, unknown>,
    llmConfig: tenant.llm_config as Record<string, unknown>,
    timeZone: tenant.time_zone,
    defaultLanguage: tenant.default_language,
    firebaseTenantId: tenant.firebase_tenant_id,
    adminSecondFactor: tenant.admin_second_factor,
    version: tenant.version,
    createdAt: tenant.created_at.toISOString(),
    updatedAt: tenant.updated_at.toISOString(),
  };
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
