import { z } from "@hono/zod-openapi";
import { isPermitted } from "../../../shared/domain/access/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { defineRoute } from "../http/route.ts";
import { expectedVersion, idParams, slug } from "../http/schemas.ts";
import { changeTenant } from "./change-tenant.ts";
import { llmTone, tenantFields, tenantSchema } from "./tenant-schema.ts";

export const updateTenantRoute = defineRoute(
  {
    method: "put",
    path: "/tenants/{id}",
    permission: "tenants:update",
    tag: "Tenants",
    summary: "Change a tenant",
    description:
      "What is left out stays as it is. The slug never changes; only an operator changes the status.",
    status: 200,
    params: idParams,
    body: z.object({
      name: tenantFields.name.optional(),
      slug: slug.optional().openapi({ description: "Only as it is already" }),
      contactEmail: tenantFields.contactEmail.optional(),
      status: z.enum(["active", "suspended"]).optional(),
      llmTone: llmTone.optional(),
      timeZone: tenantFields.timeZone.optional(),
      defaultLanguage: tenantFields.defaultLanguage.nullable().optional(),
      version: expectedVersion,
    }),
    reply: tenantSchema,
    versioned: true,
  },
  async (context) => {
    const { slug: givenSlug, version, ...change } = context.body;
    return changeTenant(context, { action: "tenant.update", id: context.params.id, version }, (tenant) => {
      if (givenSlug !== undefined && givenSlug !== tenant.slug) {
        throw new HttpProblem("invalid", undefined, {
          errors: [{ field: "slug", message: "cannot be changed" }],
        });
      }
      const movesStatus = change.status !== undefined && change.status !== tenant.status;
      if (movesStatus && !isPermitted(context.principal, "tenants:suspend"))
        throw new HttpProblem("forbidden");
      if (movesStatus && tenant.status === "erasing")
        throw new HttpProblem("conflict", "The tenant is being erased.");
      return change;
    });
  },
);
