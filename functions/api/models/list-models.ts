import { z } from "@hono/zod-openapi";
import { endOf, livingModel, modelCatalog } from "../../../shared/contracts/model-catalog.ts";
import { findLivingModels } from "../../../shared/answers/living-models.ts";
import { defineRoute } from "../http/route.ts";

const modelSchema = z
  .object({
    name: z.string(),
    isDefault: z.boolean().openapi({ description: "Asked for tenants that chose none" }),
    price: z
      .object({
        inputMillion: z.number().optional(),
        cachedInputMillion: z.number().optional(),
        outputMillion: z.number().optional(),
      })
      .openapi({ description: "The provider's list prices in US dollars, of a million tokens" }),
    contextTokens: z.int().optional(),
    outputTokens: z.int().optional(),
    endsOn: z.iso.date().optional().openapi({ description: "From that day on its successor is asked" }),
    successor: z.string().optional(),
  })
  .openapi("Model");

export const listModels = defineRoute(
  {
    method: "get",
    path: "/llm/models",
    operation: "listModels",
    permission: "tenants:read",
    tag: "Answers",
    summary: "List the models that a tenant may choose for its answers",
    status: 200,
    reply: z.object({ data: z.array(modelSchema) }),
  },
  async ({ services }) => {
    const catalog = modelCatalog(services.config.LLM_MODELS);
    const told = await services.lookups.findModelEnds(services.db);
    const { model: usual } = await findLivingModels(services);
    const data = Object.entries(catalog).flatMap(([name, { kind, price, limits, successor }]) => {
      const isAlive = livingModel(catalog, name, { now: services.now(), told }) === name;
      if (kind !== "chat" || !isAlive) return [];
      const { inputMillion, cachedInputMillion, outputMillion } = price;
      const { contextTokens, outputTokens } = limits;
      const endsOn = endOf(catalog, name, told);
      return [
        {
          name,
          isDefault: name === usual,
          price: { inputMillion, cachedInputMillion, outputMillion },
          contextTokens,
          outputTokens,
          endsOn,
          successor: endsOn === undefined ? undefined : successor,
        },
      ];
    });
    return { body: { data } };
  },
);
