import { endOf, livingModel, modelCatalog, modelProblem } from "../../../shared/contracts/model-catalog.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { ApiServices } from "../services.ts";

/** Refuses a model for answers that is not declared, or has ended already. */
export async function requireChoosableModel(
  { services: { config, db, lookups, now } }: { services: ApiServices },
  model: string | undefined,
): Promise<void> {
  if (model === undefined) return;
  const catalog = modelCatalog(config.LLM_MODELS);
  const told = await lookups.findModelEnds(db);
  const living = livingModel(catalog, model, { now: now(), told });
  const ended =
    living === model ? undefined : `ended on ${endOf(catalog, model, told)}; ${living} is its successor`;
  const message = modelProblem(catalog, model, "chat") ?? ended;
  if (message === undefined) return;
  throw new HttpProblem("invalid", `${message}. GET /llm/models lists what can be chosen.`, {
    errors: [{ field: "llmConfig.model", message }],
  });
}
