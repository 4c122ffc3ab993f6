import { z } from "@hono/zod-openapi";
import { findTenant, lockTenant } from "../../../shared/tenants/queries/tenants.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { requestErasure } from "../../../shared/tenants/request-erasure.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { presentTenant, tenantSchema } from "./tenant-schema.ts";

export const deleteTenant = defineRoute(
  {
    method: "delete",
    path: "/tenants/{id}",
    operation: "eraseTenant",
    permission: "tenants:erase",
    tag: "Tenants",
    summary: "Erase a tenant with all that it has",
    description:
      "In two steps. Without `confirm` nothing happens, and the answer, 428, says what would. With the tenant's slug in " +
      "`confirm` the tenant is suspended at once and answered with 202; then its messages, documents, outlets, users and " +
      "their accounts are removed, until the tenant itself is not found any more. It cannot be undone.",
    status: 202,
    params: idParams,
    query: z.object({ confirm: z.string().max(63).optional().openapi({ description: "The tenant's slug" }) }),
    reply: tenantSchema,
    versioned: true,
    confirmed: true,
  },
  async (context) => {
    const id = requireReach(context.principal, context.params.id);
    return context.write(id, async ({ trx }) => {
      const tenant = found(await lockTenant(trx));
      requireVersion(tenant.version, { ifMatch: context.ifMatch });
      if (context.query.confirm !== tenant.slug) throw unconfirmed(tenant.slug);
      const { principal } = context;
      if (principal.kind === "api_key") throw new HttpProblem("forbidden");
      await requestErasure(trx, context.requestId);
      const erasing = found(await findTenant(trx));
      return { body: presentTenant(erasing), version: erasing.version };
    });
  },
);

function unconfirmed(slug: string): HttpProblem {
  return new HttpProblem(
    "confirmation-required",
    `This erases ${slug} with all its messages, documents, outlets and users, for good. To do it, add ?confirm=${slug}.`,
  );
}
