import { z } from "@hono/zod-openapi";
import { countWorkingApiKeys, recordApiKey } from "../../../shared/tenants/queries/api-keys.ts";
import { lockTenant } from "../../../shared/tenants/queries/tenants.ts";
import { isPermitted } from "../../../shared/tenants/rules/principal.ts";
import { audit } from "../http/audit.ts";
import { found, requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { text, ownTenantId } from "../http/schemas.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { addressRanges } from "./address-ranges.ts";
import { newApiKeySchema, presentApiKey, scope } from "./api-key-schema.ts";
import { expiry, planExpiry } from "./key-lifetime.ts";
import { newPrefix, newSecret } from "./new-secret.ts";

export const createApiKey = defineRoute(
  {
    method: "post",
    path: "/api-keys",
    permission: "api-keys:write",
    tag: "API keys",
    summary: "Create an API key",
    description:
      "`secret` is the key to send as bearer token. It is shown here and never again, not even to a repeated Idempotency-Key. " +
      "The key is its maker's: it ends with the maker, unless another admin takes it over.",
    status: 201,
    body: z.object({
      tenantId: ownTenantId,
      name: text(100),
      scopes: z
        .array(scope)
        .min(1)
        .max(50)
        .transform((given) => [...new Set(given)]),
      allowedRanges: addressRanges.default([]),
      expiresAt: expiry,
    }),
    reply: newApiKeySchema,
  },
  async (context) => {
    const { body, principal, services } = context;
    const tenantId = requireTenant(principal, body.tenantId);
    if (principal.kind !== "user") throw new HttpProblem("forbidden");
    const beyond = body.scopes.filter((one) => !isPermitted(principal, one));
    if (beyond.length > 0) throw new HttpProblem("forbidden");
    const expiresAt = planExpiry(body.expiresAt, services.now());
    const prefix = newPrefix();
    const { credential, sha256 } = newSecret(prefix);
    return context.write(tenantId, async ({ trx }) => {
      // Locked, so that of two keys at once the second is counted after the first.
      found(await lockTenant(trx));
      if ((await countWorkingApiKeys(trx)) >= mostKeys)
        throw new HttpProblem(
          "conflict",
          `A tenant has ${mostKeys} keys at most: revoke one that is not used.`,
        );
      const row = await recordApiKey(trx, {
        ...body,
        prefix,
        secretSha256: sha256,
        createdBy: `user:${principal.id}`,
        ownerUserId: principal.id,
        expiresAt,
      });
      const key = presentApiKey(row);
      await audit(trx, context, tenantId, {
        action: "api-key.create",
        subjectType: "api-key",
        subjectId: key.id,
        after: key,
      });
      return {
        body: { ...key, secret: credential },
        bodyToKeep: { ...key, secret: null },
        location: `/api-keys/${key.id}`,
      };
    });
  },
);

/** That work. More than anybody watches over is more than anybody misses. */
export const mostKeys = 50;
