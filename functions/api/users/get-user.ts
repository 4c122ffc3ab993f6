import { findUser } from "../../../shared/tenants/queries/users.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { presentUser, userSchema } from "./user-schema.ts";

export const getUser = defineRoute(
  {
    method: "get",
    path: "/users/{id}",
    permission: "users:read",
    tag: "Users",
    summary: "Read a user",
    status: 200,
    params: idParams,
    reply: userSchema,
    versioned: true,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "users", id);
    const user = found(await context.read(tenantId, async (trx) => findUser(trx, id)));
    return { body: presentUser(user), version: user.version };
  },
);
