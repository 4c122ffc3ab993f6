import { z } from "@hono/zod-openapi";
import { lockUserAndAdmins, updateUserRole } from "../../../shared/tenants/queries/users.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { expectedVersion, idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { accountsOf } from "./accounts-of.ts";
import { requireAnAdminLeft } from "./require-an-admin-left.ts";
import { presentUser, role, userSchema } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const changeRole = defineRoute(
  {
    method: "put",
    path: "/users/{id}/role",
    permission: "users:write",
    tag: "Users",
    summary: "Change a user's role",
    description:
      "Ends the user's sessions at once: tokens from before are refused, and the next sign-in has the new role.",
    status: 200,
    params: idParams,
    body: z.object({ role, version: expectedVersion }),
    reply: userSchema,
    versioned: true,
  },
  async (context) => {
    const { body, params, services } = context;
    const tenantId = await findScope(context, "users", params.id);
    return context.write(tenantId, async ({ trx }) => {
      const locked = await lockUserAndAdmins(trx, params.id);
      const user = found(locked.user);
      requireVersion(user.version, { ifMatch: context.ifMatch, version: body.version });
      if (body.role !== "admin") requireAnAdminLeft(user, locked.otherAdmins);
      const before = presentUser(user);
      const after = presentUser(await updateUserRole(trx, user.id, body.role));
      await audit(trx, context, tenantId, {
        action: "user.change-role",
        subjectType: "user",
        subjectId: user.id,
        before,
        after,
      });
      const accounts = await accountsOf(trx, services.identity);
      await withIdentity(async () => {
        await accounts.setClaims(user.firebase_uid, { tenantId, role: body.role });
        await accounts.revoke(user.firebase_uid);
      });
      return { body: after, version: after.version };
    });
  },
);
