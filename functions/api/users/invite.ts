import { v7 as uuidv7 } from "uuid";
import type { User } from "../../../shared/db/schema/users.ts";
import { findTenant } from "../../../shared/db/tenants.ts";
import { recordInvited } from "../../../shared/db/users.ts";
import { invitationMail } from "../../../shared/domain/access/invitation-mail.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import type { RouteContext, RouteReply } from "../http/route.ts";
import { presentUser } from "./user-schema.ts";

/**
 * Mails the user the way in, then keeps that it was mailed; answers with the user. Rejects when Firebase makes no link, or
 * the mail is not taken: nothing is kept then, and it may be tried again.
 */
export async function invite(
  context: Pick<RouteContext, "read" | "write" | "services" | "principal" | "requestId">,
  user: User,
): Promise<RouteReply> {
  const { services, read, write } = context;
  const tenantId = user.tenant_id;
  const { name: tenantName, default_language: language } = found(await read(tenantId, findTenant));
  // Whoever had an account before has a way in already.
  const passwordLink = user.account_linked ? undefined : await services.identity.makePasswordLink(user.email);
  const mail = invitationMail({ tenantName, language, role: user.role, passwordLink });
  await services.mail.send({ id: uuidv7(), to: [user.email], ...mail });
  return write(tenantId, async (trx) => {
    const invited = presentUser(found(await recordInvited(trx, user.id, services.now())));
    const entry = { action: "user.invite", subjectType: "user", subjectId: user.id };
    await audit(trx, context, tenantId, entry);
    return { body: invited, version: invited.version, location: `/users/${user.id}` };
  });
}
