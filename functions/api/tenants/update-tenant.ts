import { z } from "@hono/zod-openapi";
import { listAdminEmails } from "../../../shared/tenants/queries/admin-emails.ts";
import { isPermitted, type Principal } from "../../../shared/tenants/rules/principal.ts";
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
      "What is left out stays as it is. The slug never changes; only an operator changes the status, and once the tenant has an " +
      "admin only its own people change the contact address.",
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
      adminSecondFactor: z.boolean().optional().openapi({
        description: "Whether its admins must sign in with a second factor; set by people who just did",
      }),
      version: expectedVersion,
    }),
    reply: tenantSchema,
    versioned: true,
  },
  async (context) => {
    const { slug: givenSlug, version, ...change } = context.body;
    return changeTenant(
      context,
      { action: "tenant.update", id: context.params.id, version },
      async (tenant, trx) => {
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
        if (change.adminSecondFactor !== undefined && change.adminSecondFactor !== tenant.admin_second_factor)
          requireSecondFactor(context.principal);
        const movesContact =
          change.contactEmail !== undefined && change.contactEmail !== tenant.contact_email;
        // It is told of accesses, and may become an admin's: no operator points it elsewhere.
        if (movesContact && context.principal.kind === "operator" && (await listAdminEmails(trx)).length > 0)
          throw new HttpProblem("conflict", "The tenant has an admin, who changes its contact address.");
        return change;
      },
    );
  },
);

/** No key loosens how people sign in, and nobody demands of all admins what it cannot do itself. */
function requireSecondFactor(principal: Principal): void {
  if (principal.kind === "api_key")
    throw new HttpProblem("forbidden", "Only people change how people sign in.");
  if (principal.kind === "user" && !principal.hasSecondFactor)
    throw new HttpProblem("second-factor-required");
}
