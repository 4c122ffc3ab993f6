import { z } from "@hono/zod-openapi";
import { requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { expectedVersion, idParams } from "../http/schemas.ts";
import { requireChoosableModel } from "../models/require-choosable-model.ts";
import { changeTenant } from "./change-tenant.ts";
import { llmConfig, llmTone, tenantSchema } from "./tenant-schema.ts";

export const updateLlmConfig = defineRoute(
  {
    method: "put",
    path: "/tenants/{id}/llm-config",
    permission: "tenants:update",
    tag: "Tenants",
    summary: "Change how the tenant's bot speaks and works",
    description:
      "`llmTone` and `llmConfig` replace what was there; one that is left out stays. `tone` and `language` may also stand " +
      "by themselves: they then change only that much of the tone. `llmConfig.model` must be one of `GET /llm/models`.",
    status: 200,
    params: idParams,
    body: z
      .object({
        llmTone: llmTone.optional(),
        llmConfig: llmConfig.optional(),
        tone: llmTone.shape.tone,
        language: llmTone.shape.language,
        version: expectedVersion,
      })
      .refine(
        (given) => Object.entries(given).some(([name, value]) => name !== "version" && value !== undefined),
        "needs llmTone, llmConfig, tone or language",
      ),
    reply: tenantSchema,
    versioned: true,
  },
  async (context) => {
    const { llmTone: wholeTone, llmConfig: config, tone, language, version } = context.body;
    const { id } = context.params;
    requireReach(context.principal, id);
    await requireChoosableModel(context, config?.model);
    return changeTenant(context, { action: "tenant.update-llm-config", id, version }, (tenant) => {
      const parts = {
        ...(tone === undefined ? {} : { tone }),
        ...(language === undefined ? {} : { language }),
      };
      const base = wholeTone ?? (tenant.llm_tone as object);
      return { llmTone: { ...base, ...parts }, llmConfig: config };
    });
  },
);
