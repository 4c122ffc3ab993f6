import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordTenant } from "../../../shared/tenants/queries/tenants.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { defineRoute } from "../http/route.ts";
import { slug } from "../http/schemas.ts";
import { withIdentity } from "../users/with-identity.ts";
import { llmTone, presentTenant, tenantFields, tenantSchema } from "./tenant-schema.ts";

export const createTenant = defineRoute(
  {
    method: "post",
    path: "/tenants",
    permission: "tenants:create",
    tag: "Tenants",
    summary: "Create a tenant",
    status: 201,
    body: z.object({
      name: tenantFields.name,
      slug,
      contactEmail: tenantFields.contactEmail,
      llmTone: llmTone.default({}),
      timeZone: tenantFields.timeZone.default("UTC"),
      defaultLanguage: tenantFields.defaultLanguage.optional(),
      firebaseTenantId: z
        .string()
        .regex(/^[A-Za-z0-9-]{4,64}$/, "must be the id of an Identity Platform tenant")
        .optional()
        .openapi({
          description:
            "The Identity Platform tenant that its people, and nobody else's, sign in at; it never changes. Without one they are in the " +
            "project's own pool",
        }),
    }),
    reply: tenantSchema,
    versioned: true,
  },
  async (context) => {
    const { firebaseTenantId } = context.body;
    const { identity } = context.services;
    if (
      firebaseTenantId !== undefined &&
      !(await withIdentity(async () => identity.hasPool(firebaseTenantId)))
    ) {
      const errors = [
        { field: "firebaseTenantId", message: "is no Identity Platform tenant of the project" },
      ];
      throw new HttpProblem("invalid", undefined, { errors });
    }
    const id = uuidv7();
    return context.write(id, async ({ trx }) => {
      const tenant = presentTenant(await recordTenant(trx, { ...context.body, id }));
      await audit(trx, context, id, {
        action: "tenant.create",
        subjectType: "tenant",
        subjectId: id,
        after: tenant,
      });
      return { body: tenant, version: tenant.version, location: `/tenants/${id}` };
    });
  },
);
