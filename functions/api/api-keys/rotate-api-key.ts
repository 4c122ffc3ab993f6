import { z } from "@hono/zod-openapi";
import { lockApiKey, rotateApiKey } from "../../../shared/tenants/queries/api-keys.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { newApiKeySchema, presentApiKey } from "./api-key-schema.ts";
import { expiry, planExpiry } from "./key-lifetime.ts";
import { newSecret } from "./new-secret.ts";

export const rotateApiKeyRoute = defineRoute(
  {
    method: "post",
    path: "/api-keys/{id}/rotation",
    operation: "rotateApiKey",
    permission: "api-keys:write",
    tag: "API keys",
    summary: "Give an API key a new secret",
    description:
      "It stays the same key, with a new time. The secret of before goes on working for `overlapMinutes`, so that nothing stops " +
      "while clients change over; a third one ends it at once. `secret` is shown here and never again.",
    status: 200,
    params: idParams,
    body: z.object({
      overlapMinutes: z.int().min(0).max(10_080).default(1_440).openapi({
        description: "How long the secret of before still works: a day, a week at most; 0 ends it now",
      }),
      expiresAt: expiry,
    }),
    reply: newApiKeySchema,
  },
  async (context) => {
    const { body, params, services } = context;
    const expiresAt = planExpiry(body.expiresAt, services.now());
    const tenantId = await findScope(context, "api_keys", params.id);
    return context.write(tenantId, async ({ trx }) => {
      const key = found(await lockApiKey(trx, params.id));
      if (key.revoked_at !== null) throw new HttpProblem("conflict", "The key is revoked: create another.");
      const { credential, sha256 } = newSecret(key.prefix);
      const { overlapMinutes } = body;
      const before = presentApiKey(key);
      const after = presentApiKey(await rotateApiKey(trx, key.id, { sha256, expiresAt, overlapMinutes }));
      await audit(trx, context, tenantId, {
        action: "api-key.rotate",
        subjectType: "api-key",
        subjectId: key.id,
        before,
        after,
      });
      return { body: { ...after, secret: credential }, bodyToKeep: { ...after, secret: null } };
    });
  },
);
