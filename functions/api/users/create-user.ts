import { z } from "@hono/zod-openapi";
import { v4 as uuidv4 } from "uuid";
import type { User } from "../../../shared/db/schema.d.ts";
import { recordUser } from "../../../shared/tenants/queries/users.ts";
import { requireCapacity } from "../billing/require-capacity.ts";
import { audit } from "../http/audit.ts";
import { requireTenant } from "../http/reach.ts";
import { defineRoute, type RouteContext, type RouteReply } from "../http/route.ts";
import { email, text, ownTenantId } from "../http/schemas.ts";
import { accountsOf } from "./accounts-of.ts";
import { chooseAccount, chooseNamedAccount, settleAccount } from "./choose-account.ts";
import { invite } from "./invite.ts";
import { requireOwnPeople } from "./require-own-people.ts";
import { firebaseUid, presentUser, role, userSchema } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const createUser = defineRoute(
  {
    method: "post",
    path: "/users",
    permission: "users:create",
    tag: "Users",
    summary: "Create a user",
    description:
      "Links the Firebase account that has this address (or `firebaseUid`, when given) if there is one whose address is verified, " +
      "else makes one; then sets its claims. A mail tells the user the way in, with a link to choose a password for a new account. " +
      "A person belongs to one tenant: where the address signs in elsewhere already, only the mail says so, and the user cannot " +
      "sign in here. While `invitedAt` is null no mail was taken, and " +
      "`POST /users/{id}/invitation` sends one. An operator makes a tenant's first admin; further users are made by its admins " +
      "(during an access, also an admin of the tenant's contact address).",
    status: 201,
    body: z.object({
      tenantId: ownTenantId,
      email,
      role,
      displayName: text(200).optional().openapi({ description: "The address, when left out" }),
      firebaseUid: firebaseUid.optional(),
      invite: z.boolean().default(true).openapi({ description: "False sends no mail", default: true }),
    }),
    reply: userSchema,
    versioned: true,
  },
  async (context) => {
    const { body, services, read } = context;
    const tenantId = requireTenant(context.principal, body.tenantId);
    const accounts = await read(tenantId, async (trx) => accountsOf(trx, services.identity));
    const { email: address, firebaseUid: uid } = body;
    const account = await withIdentity(async () =>
      uid === undefined
        ? chooseAccount(services, accounts, { email: address, newUid: uuidv4() })
        : chooseNamedAccount(services, accounts, { email: address, uid }),
    );
    const displayName = body.displayName ?? body.email;

    let row: User | undefined;
    const created = await context.write(tenantId, async ({ trx }) => {
      await requireOwnPeople(trx, context.principal, body);
      await requireCapacity(trx, context, tenantId, { users: 1 });
      row = await recordUser(trx, {
        firebaseUid: account.uid,
        email: body.email,
        displayName,
        role: body.role,
        accountLinked: account.kind === "linked",
      });
      const user = presentUser(row);
      await audit(trx, context, tenantId, {
        action: "user.create",
        subjectType: "user",
        subjectId: user.id,
        after: user,
      });
      // Last, so that nothing is done to the account of a user who cannot be stored.
      await withIdentity(async () =>
        settleAccount(accounts, account, { email: body.email, displayName, tenantId, role: body.role }),
      );
      return { body: user, version: user.version, location: `/users/${user.id}` };
    });
    return row === undefined || !body.invite ? created : ((await tryToInvite(context, row)) ?? created);
  },
);

/** The user is there whatever becomes of the mail. */
async function tryToInvite(context: RouteContext, user: User): Promise<RouteReply | undefined> {
  try {
    return await invite(context, user);
  } catch (error) {
    const { log } = context.services;
    log.error("an invitation was not mailed", { tenantId: user.tenant_id, userId: user.id, error });
    return undefined;
  }
}
