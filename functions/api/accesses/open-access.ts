import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { listAdminEmails } from "../../../shared/tenants/queries/admin-emails.ts";
import { recordTenantAccess } from "../../../shared/tenants/queries/tenant-accesses.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { accessMail } from "../../../shared/tenants/rules/access-mail.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, text } from "../http/schemas.ts";
import { accessSchema, presentAccess } from "./access-schema.ts";

export const openAccess = defineRoute(
  {
    method: "post",
    path: "/tenants/{id}/accesses",
    operation: "openTenantAccess",
    permission: "accesses:open",
    tag: "Tenants",
    summary: "Open an access to what is a tenant's own",
    description:
      "For an operator, with a reason, for an hour at most. Its admins and its contact are told by mail first: without the mail " +
      "there is no access, and the answer is 503. Then send the access's id as `X-Tenant-Access`: such a request reaches this " +
      "tenant alone, with what an operator may during an access, and each one is in the tenant's audit log.",
    status: 201,
    params: idParams,
    body: z.object({
      reason: text(500).openapi({ example: "Ticket 4711: a document is never answered from" }),
      minutes: z.int().min(1).max(60).default(60).openapi({ description: "How long it holds" }),
    }),
    reply: accessSchema,
  },
  async (context) => {
    const { principal, params, body, services, read, write } = context;
    if (principal.kind !== "operator") throw new HttpProblem("forbidden");
    const tenantId = requireReach(principal, params.id);
    const [tenant, admins] = await read(tenantId, async (trx) => [
      found(await findTenant(trx)),
      await listAdminEmails(trx),
    ]);
    const mail = accessMail({
      tenantName: tenant.name,
      language: tenant.default_language,
      operator: principal.email,
      reason: body.reason,
      expiresAt: new Date(services.now().getTime() + body.minutes * 60_000),
    });
    // Before it opens: nobody looks at a tenant's data without its people being told.
    const to = [...new Set([...admins, tenant.contact_email])];
    await services.mail.send({ id: uuidv7(), to, ...mail }).catch((error: unknown) => {
      throw new HttpProblem("unavailable", "The tenant's admins could not be told.", { cause: error });
    });
    return write(tenantId, async ({ trx }) => {
      const access = presentAccess(await recordTenantAccess(trx, { operatorUid: principal.id, ...body }));
      await audit(trx, context, tenantId, {
        action: "access.open",
        subjectType: "access",
        subjectId: access.id,
        after: { ...access, operator: principal.email },
      });
      return { body: access, location: `/tenants/${tenantId}/accesses/${access.id}` };
    });
  },
);
