import { isDeepStrictEqual } from "node:util";
import {
  deleteCannedReply,
  lockCannedReply,
  recordCannedReply,
  updateCannedReply,
} from "../../../shared/conversations/queries/canned-replies.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { audit } from "../http/audit.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import {
  cannedReplySchema,
  changedCannedReply,
  newCannedReply,
  presentCannedReply,
} from "./canned-reply-schema.ts";

const common = { permission: "conversations:handle", tag: "Canned replies" } as const;
const subjectType = "canned-reply";

export const createCannedReply = defineRoute(
  {
    ...common,
    method: "post",
    path: "/canned-replies",
    summary: "Create a canned reply",
    description: "409 when the outlet has one of the shortcut in the language.",
    status: 201,
    body: newCannedReply,
    reply: cannedReplySchema,
    problems: [409],
  },
  async (context) => {
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      await requireOutlet(trx, context.body.outletId);
      const after = presentCannedReply(await recordCannedReply(trx, context.body));
      await audit(trx, context, tenantId, {
        action: "canned-reply.create",
        subjectType,
        subjectId: after.id,
        after,
      });
      return { body: after, location: `/canned-replies/${after.id}` };
    });
  },
);

export const changeCannedReply = defineRoute(
  {
    ...common,
    method: "put",
    path: "/canned-replies/{id}",
    operation: "updateCannedReply",
    summary: "Change a canned reply",
    description: "What is left out stays.",
    status: 200,
    params: idParams,
    body: changedCannedReply,
    reply: cannedReplySchema,
    problems: [409],
  },
  async (context) => {
    const { params, body } = context;
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const before = presentCannedReply(found(await lockCannedReply(trx, params.id)));
      const { shortcut = before.shortcut, body: words = before.body } = body;
      const { outletId = before.outletId, language = before.language } = body;
      const wanted = { ...before, shortcut, body: words, outletId, language };
      if (isDeepStrictEqual(wanted, before)) return { body: before };
      await requireOutlet(trx, wanted.outletId);
      const after = presentCannedReply(await updateCannedReply(trx, wanted));
      await audit(trx, context, tenantId, {
        action: "canned-reply.update",
        subjectType,
        subjectId: params.id,
        before,
        after,
      });
      return { body: after };
    });
  },
);

export const deleteCannedReplyRoute = defineRoute(
  {
    ...common,
    method: "delete",
    path: "/canned-replies/{id}",
    operation: "deleteCannedReply",
    summary: "Delete a canned reply",
    status: 204,
    params: idParams,
  },
  async (context) => {
    const { params } = context;
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const before = presentCannedReply(found(await lockCannedReply(trx, params.id)));
      await deleteCannedReply(trx, params.id);
      await audit(trx, context, tenantId, {
        action: "canned-reply.delete",
        subjectType,
        subjectId: params.id,
        before,
      });
      return {};
    });
  },
);

async function requireOutlet(trx: TenantTransaction, outletId: string | null): Promise<void> {
  if (outletId !== null) found(await findOutlet(trx, outletId));
}
