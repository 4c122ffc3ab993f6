import { revokeApiKey } from "../../../shared/tenants/queries/api-keys.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { presentApiKey } from "./api-key-schema.ts";

export const revokeApiKeyRoute = defineRoute(
  {
    method: "delete",
    path: "/api-keys/{id}",
    operation: "revokeApiKey",
    permission: "api-keys:revoke",
    tag: "API keys",
    summary: "Revoke an API key",
    description: "At once and for good; it stays in the list.",
    status: 204,
    params: idParams,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "api_keys", id);
    return context.write(tenantId, async ({ trx }) => {
      const after = presentApiKey(found(await revokeApiKey(trx, id)));
      await audit(trx, context, tenantId, {
        action: "api-key.revoke",
        subjectType: "api-key",
        subjectId: id,
        after,
      });
      return {};
    });
  },
);
