import { findUser } from "../../../shared/tenants/queries/users.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { invite } from "./invite.ts";
import { userSchema } from "./user-schema.ts";
import { withIdentity } from "./with-identity.ts";

export const inviteUser = defineRoute(
  {
    method: "post",
    path: "/users/{id}/invitation",
    operation: "inviteUser",
    permission: "users:invite",
    tag: "Users",
    summary: "Mail a user the way in, again",
    description:
      "With a new link to choose a password; the one before stops working. 409 for a disabled user, 503 when the mail was not taken.",
    status: 200,
    params: idParams,
    reply: userSchema,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "users", id);
    const user = found(await context.read(tenantId, async (trx) => findUser(trx, id)));
    if (user.status === "disabled") throw new HttpProblem("conflict", "The user is disabled.");
    const { location: _, ...reply } = await withIdentity(async () => invite(context, user));
    return reply;
  },
);
