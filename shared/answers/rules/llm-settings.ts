import { z } from "zod";

const modelName = z.string().trim().min(1).max(200);

/** What a tenant may set of how answers are written, in its `llm_config`; anything that cannot be read is as good as not set. */
const settingsSchema = z.object({
  model: modelName.optional().catch(undefined),
  temperature: z.number().min(0).max(2).optional().catch(undefined),
  maxTokens: z.number().int().min(50).max(4_000).optional().catch(undefined),
  /** Tokens that the tenant's answers may take in a day (UTC). */
  dailyTokenLimit: z.number().int().positive().optional().catch(undefined),
});

export type LlmSettings = { model?: string; temperature: number; maxTokens: number; dailyTokenLimit: number };

/** A tenant cannot raise its limit above the platform's. */
export function readLlmSettings(llmConfig: unknown, platform: { dailyTokenLimit: number }): LlmSettings {
  const own = settingsSchema.safeParse(llmConfig).data ?? {};
  return {
    ...(own.model === undefined ? {} : { model: own.model }),
    temperature: own.temperature ?? 0.2,
    maxTokens: own.maxTokens ?? 700,
    dailyTokenLimit: Math.min(own.dailyTokenLimit ?? platform.dailyTokenLimit, platform.dailyTokenLimit),
  };
}
