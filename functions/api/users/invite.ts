import { v7 as uuidv7 } from "uuid";
import type { Accounts } from "../../../shared/tenants/identity.ts";
import type { User } from "../../../shared/db/schema.d.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { recordInvited } from "../../../shared/tenants/queries/users.ts";
import { invitationMail, type WayIn } from "../../../shared/tenants/rules/invitation-mail.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import type { RouteContext, RouteReply } from "../http/route.ts";
import { chooseAccount, settleAccount } from "./choose-account.ts";
import { presentUser } from "./user-schema.ts";
import type { ApiServices } from "../services.ts";

/**
 * Mails the user the way in, then keeps that it was mailed; answers with the user. Rejects when Firebase makes no link, or
 * the mail is not taken: nothing is kept then, and it may be tried again. A user without an account gets one, unless the
 * address is somebody's elsewhere: that the mail says, to its owner alone.
 */
export async function invite(
  context: Pick<RouteContext, "read" | "write" | "services" | "principal" | "requestId">,
  user: User,
): Promise<RouteReply> {
  const { services, read, write } = context;
  const tenantId = user.tenant_id;
  const tenant = found(await read(tenantId, findTenant));
  const accounts = services.identity.ofPool(tenant.firebase_tenant_id);
  const account = await ensureAccount(services, accounts, user);
  const mail = invitationMail({
    tenantName: tenant.name,
    language: tenant.default_language,
    role: user.role,
    wayIn: await wayInto(accounts, account, user.email),
  });
  await services.mail.send({ id: uuidv7(), to: [user.email], ...mail });
  return write(tenantId, async ({ trx }) => {
    const invitation = {
      invitedAt: services.now(),
      firebaseUid: account.uid,
      accountLinked: account.kind === "linked",
    };
    const invited = presentUser(found(await recordInvited(trx, user.id, invitation)));
    const entry = { action: "user.invite", subjectType: "user", subjectId: user.id };
    await audit(trx, context, tenantId, entry);
    return { body: invited, version: invited.version, location: `/users/${user.id}` };
  });
}

type UserAccount = { kind: "own" | "linked" | "taken"; uid: string };

/** The user's account as it is, or as it is made now. */
async function ensureAccount(services: ApiServices, accounts: Accounts, user: User): Promise<UserAccount> {
  const uid = user.firebase_uid;
  if ((await accounts.findAccount({ uid })) !== undefined)
    return { kind: user.account_linked ? "linked" : "own", uid };
  const chosen = await chooseAccount(services, accounts, { email: user.email, newUid: uid });
  const { email, display_name: displayName, tenant_id: tenantId, role } = user;
  await settleAccount(accounts, chosen, { email, displayName, tenantId, role });
  return { kind: chosen.kind === "new" ? "own" : chosen.kind, uid: chosen.uid };
}

/** Whoever had an account before has a way in already; a new one begins with a password that the invited choose. */
async function wayInto(accounts: Accounts, { kind }: UserAccount, email: string): Promise<WayIn> {
  if (kind !== "own") return { kind };
  return { kind: "password", link: await accounts.makePasswordLink(email) };
}
