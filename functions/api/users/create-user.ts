import { z } from "@hono/zod-openapi";
import { findTenant } from "../../../shared/db/tenants.ts";
import { recordUser } from "../../../shared/db/users.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { email, id, text } from "../http/schemas.ts";
import { chooseAccount } from "./choose-account.ts";
import { firebaseUid, presentUser, role, userSchema } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const createUser = defineRoute(
  {
    method: "post",
    path: "/users",
    permission: "users:write",
    tag: "Users",
    summary: "Create a user",
    description:
      "Links the Firebase account that has this address (or `firebaseUid`, when given) if there is one, else makes one; then " +
      "sets its claims. A person belongs to one tenant: an account that is somebody's already gives 409.",
    status: 201,
    body: z.object({
      tenantId: id,
      email,
      role,
      displayName: text(200).optional().openapi({ description: "The address, when left out" }),
      firebaseUid: firebaseUid.optional(),
    }),
    reply: userSchema,
    versioned: true,
  },
  async (context) => {
    const { body, services, read } = context;
    const { identity } = services;
    const tenantId = requireReach(context.principal, body.tenantId);
    found(await read(tenantId, findTenant));
    const account = await chooseAccount(services, { email: body.email, firebaseUid: body.firebaseUid });
    const displayName = body.displayName ?? body.email;

    return context.write(tenantId, async (trx) => {
      const row = await recordUser(trx, {
        firebaseUid: account.uid,
        email: body.email,
        displayName,
        role: body.role,
        accountLinked: account.exists,
      });
      const user = presentUser(row);
      await audit(trx, context, tenantId, {
        action: "user.create",
        subjectType: "user",
        subjectId: user.id,
        after: user,
      });
      // Last, so that nothing is done to the account of a user who cannot be stored.
      await withIdentity(async () => {
        if (!account.exists)
          await identity.createAccount({ uid: account.uid, email: body.email, displayName });
        await identity.setClaims(account.uid, { tenantId, role: body.role });
      });
      return { body: user, version: user.version, location: `/users/${user.id}` };
    });
  },
);
