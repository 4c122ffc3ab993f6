import { updateApiKeyOwner } from "../../../shared/tenants/queries/api-keys.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { apiKeySchema, presentApiKey } from "./api-key-schema.ts";

export const takeOverApiKey = defineRoute(
  {
    method: "put",
    path: "/api-keys/{id}/owner",
    operation: "takeOverApiKey",
    permission: "api-keys:write",
    tag: "API keys",
    summary: "Become the owner of an API key",
    description:
      "A key works as long as its owner does, and for no more than the owner may. When its owner is disabled, deleted or no admin " +
      "any more, another admin who wants it to go on takes it over; it then answers for what the key does.",
    status: 200,
    params: idParams,
    reply: apiKeySchema,
  },
  async (context) => {
    const { principal, params } = context;
    if (principal.kind !== "user") throw new HttpProblem("forbidden");
    const tenantId = await findScope(context, "api_keys", params.id);
    return context.write(tenantId, async ({ trx }) => {
      const after = presentApiKey(found(await updateApiKeyOwner(trx, params.id, principal.id)));
      await audit(trx, context, tenantId, {
        action: "api-key.take-over",
        subjectType: "api-key",
        subjectId: params.id,
        after: { ownerUserId: after.ownerUserId },
      });
      return { body: after };
    });
  },
);
