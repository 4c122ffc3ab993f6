import { deleteUser, lockUserAndAdmins } from "../../../shared/tenants/queries/users.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { accountsOf } from "./accounts-of.ts";
import { requireAnAdminLeft } from "./require-an-admin-left.ts";
import { presentUser } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const deleteUserRoute = defineRoute(
  {
    method: "delete",
    path: "/users/{id}",
    permission: "users:write",
    tag: "Users",
    summary: "Delete a user",
    description:
      "Ends the user's sessions at once. The Firebase account goes too if it was made with the user; one that was linked " +
      "stays, without its claims. What the user wrote stays with the tenant.",
    status: 204,
    params: idParams,
    versioned: true,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "users", id);
    return context.write(tenantId, async ({ trx }) => {
      const locked = await lockUserAndAdmins(trx, id);
      const user = found(locked.user);
      requireVersion(user.version, { ifMatch: context.ifMatch });
      requireAnAdminLeft(user, locked.otherAdmins);
      await deleteUser(trx, id);
      const before = presentUser(user);
      await audit(trx, context, tenantId, {
        action: "user.delete",
        subjectType: "user",
        subjectId: id,
        before,
      });
      const accounts = await accountsOf(trx, context.services.identity);
      await withIdentity(async () => {
        if (!user.account_linked) return accounts.deleteAccounts([user.firebase_uid]);
        await accounts.setClaims(user.firebase_uid, null);
        return accounts.revoke(user.firebase_uid);
      });
      return {};
    });
  },
);
