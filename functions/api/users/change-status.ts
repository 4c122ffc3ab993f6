import { z } from "@hono/zod-openapi";
import type { Accounts } from "../../../shared/tenants/identity.ts";
import type { User } from "../../../shared/db/schema.d.ts";
import { lockUserAndAdmins, updateUserStatus } from "../../../shared/tenants/queries/users.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { expectedVersion, idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { accountsOf } from "./accounts-of.ts";
import { requireAnAdminLeft } from "./require-an-admin-left.ts";
import { presentUser, userSchema, userStatus } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const changeStatus = defineRoute(
  {
    method: "put",
    path: "/users/{id}/status",
    permission: "users:write",
    tag: "Users",
    summary: "Disable a user, or enable one again",
    description:
      "Disabling ends the user's sessions at once and lets nobody sign in as the user; what the user wrote stays. The last admin " +
      "cannot be disabled. Enabling gives the role back that the user had.",
    status: 200,
    params: idParams,
    body: z.object({ status: userStatus, version: expectedVersion }),
    reply: userSchema,
    versioned: true,
  },
  async (context) => {
    const { body, params, services } = context;
    const { status } = body;
    const tenantId = await findScope(context, "users", params.id);
    return context.write(tenantId, async ({ trx }) => {
      const locked = await lockUserAndAdmins(trx, params.id);
      const user = found(locked.user);
      requireVersion(user.version, { ifMatch: context.ifMatch, version: body.version });
      const before = presentUser(user);
      if (user.status === status) return { body: before, version: before.version };
      if (status === "disabled") requireAnAdminLeft(user, locked.otherAdmins);
      const after = presentUser(await updateUserStatus(trx, user.id, status));
      await audit(trx, context, tenantId, {
        action: status === "disabled" ? "user.disable" : "user.enable",
        subjectType: "user",
        subjectId: user.id,
        before,
        after,
      });
      const accounts = await accountsOf(trx, services.identity);
      await withIdentity(async () => followStatus(accounts, user, status));
      return { body: after, version: after.version };
    });
  },
);

/**
 * An account that was there before the user is not ours to close: there the database alone refuses. One that is gone is
 * made anew by the next invitation.
 */
async function followStatus(
  accounts: Accounts,
  { firebase_uid: uid, account_linked: isLinked }: User,
  status: User["status"],
): Promise<void> {
  if (!isLinked) await accounts.setDisabled(uid, status === "disabled");
  if (status === "disabled") await accounts.revoke(uid);
}
