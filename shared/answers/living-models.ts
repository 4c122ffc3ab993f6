import { livingModel, modelCatalog, modelProblem, type ToldEnds } from "../contracts/model-catalog.ts";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.d.ts";
import type { Config } from "../runtime/config.ts";

export type Choosing = {
  db: Kysely<Database>;
  lookups: { findModelEnds(db: Kysely<Database>): Promise<ToldEnds> };
  config: Config<"OPENAI_CHAT_MODEL" | "OPENAI_FALLBACK_MODEL" | "LLM_MODELS">;
  now(): Date;
};

/**
 * Who writes the answer today: the tenant's own model where it chose one that is declared, else the platform's; in place of one
 * that has ended its successor. The same for the model that steps in.
 */
export async function findLivingModels(
  { db, lookups, config, now }: Choosing,
  own?: string,
): Promise<{ model: string; fallbackModel: string | undefined }> {
  const catalog = modelCatalog(config.LLM_MODELS);
  const at = { now: now(), told: await lookups.findModelEnds(db) };
  const isOurs = own !== undefined && modelProblem(catalog, own, "chat") === undefined;
  const chosen = isOurs ? own : config.OPENAI_CHAT_MODEL;
  const { OPENAI_FALLBACK_MODEL: fallback } = config;
  return {
    model: livingModel(catalog, chosen, at) ?? chosen,
    fallbackModel: fallback === undefined ? undefined : (livingModel(catalog, fallback, at) ?? fallback),
  };
}
