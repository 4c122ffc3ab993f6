import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { recordTenant } from "../../../shared/db/tenants.ts";
import { audit } from "../http/audit.ts";
import { defineRoute } from "../http/route.ts";
import { slug } from "../http/schemas.ts";
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
    }),
    reply: tenantSchema,
    versioned: true,
  },
  async (context) => {
    const id = uuidv7();
    return context.write(id, async (trx) => {
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
