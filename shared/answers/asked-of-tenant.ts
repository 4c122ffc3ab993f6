import { readTone, type Tone } from "./rules/tone.ts";
import type { Tenant } from "../db/schema.d.ts";

/** What an answer takes from its tenant. */
export type AskedOfTenant = {
  businessName: string;
  tone: Tone;
  /** In which the tenant's documents are written, as far as known. */
  language?: string;
  llmConfig: unknown;
};

/** The tenant as its answers speak for it; `override` replaces parts of its tone. */
export function askedOfTenant(
  tenant: Pick<Tenant, "name" | "llm_tone" | "llm_config" | "default_language">,
  override: Readonly<Record<string, unknown>> = {},
): AskedOfTenant {
  const tone = { ...readTone(tenant.llm_tone), ...readTone(override) };
  const language = languageTag(tone.language) ?? tenant.default_language ?? undefined;
  return {
    businessName: tenant.name,
    tone,
    ...(language === undefined ? {} : { language }),
    llmConfig: tenant.llm_config,
  };
}

/** A tone may name its language in words ("Bahasa Indonesia"), which only the model understands. */
function languageTag(language: string | undefined): string | undefined {
  return language !== undefined && /^[a-z]{2,3}(?:-|$)/i.test(language) ? language : undefined;
}
