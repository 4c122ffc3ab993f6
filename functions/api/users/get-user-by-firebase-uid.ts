import { z } from "@hono/zod-openapi";
import { findUserByFirebaseUid } from "../../../shared/tenants/queries/principals.ts";
import { findUserByUid } from "../../../shared/tenants/queries/users.ts";
import { isPermitted, tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { firebaseUid, presentUser, userSchema } from "./user-schema.ts";

export const getUserByFirebaseUid = defineRoute(
  {
    method: "get",
    path: "/users/firebase/{uid}",
    operation: "getUserByFirebaseUid",
    permission: "users:self",
    tag: "Users",
    summary: "Read the user of a Firebase account",
    description:
      "Anyone may ask for themselves. Others are there for those who may read users, `users:read`; for anybody else it is 404.",
    status: 200,
    params: z.object({ uid: firebaseUid }),
    reply: userSchema,
    versioned: true,
  },
  async ({ principal, params: { uid }, read, services }) => {
    const isSelf = principal.kind === "user" && principal.uid === uid;
    if (!isSelf && !isPermitted(principal, "users:read")) throw new HttpProblem("not-found");
    const tenantId = tenantOf(principal) ?? found(await findUserByFirebaseUid(services.db, uid)).tenantId;
    const user = found(await read(tenantId, async (trx) => findUserByUid(trx, uid)));
    return { body: presentUser(user), version: user.version };
  },
);
