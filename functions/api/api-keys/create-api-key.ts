import { randomBytes } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { recordApiKey } from "../../../shared/db/api-keys.ts";
import { findTenant } from "../../../shared/db/tenants.ts";
import { formatApiKey } from "../../../shared/domain/access/api-key.ts";
import { isPermitted } from "../../../shared/domain/access/principal.ts";
import { hashSecret } from "../auth.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, text, timestamp } from "../http/schemas.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { apiKeySchema, presentApiKey, scope } from "./api-key-schema.ts";

export const createApiKey = defineRoute(
  {
    method: "post",
    path: "/api-keys",
    permission: "api-keys:write",
    tag: "API keys",
    summary: "Create an API key",
    description:
      "`secret` is the key to send as bearer token. It is shown here and never again, not even to a repeated Idempotency-Key.",
    status: 201,
    body: z.object({
      tenantId: id,
      name: text(100),
      scopes: z
        .array(scope)
        .min(1)
        .max(50)
        .transform((given) => [...new Set(given)]),
      expiresAt: timestamp.optional(),
    }),
    reply: apiKeySchema.extend({ secret: z.string().nullable() }).openapi("NewApiKey"),
  },
  async (context) => {
    const { body, principal } = context;
    const tenantId = requireReach(principal, body.tenantId);
    const beyond = body.scopes.filter((one) => !isPermitted(principal, one));
    if (beyond.length > 0) throw new HttpProblem("forbidden");
    const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt);
    if (expiresAt !== null && expiresAt <= context.services.now()) {
      throw new HttpProblem("invalid", undefined, {
        errors: [{ field: "expiresAt", message: "is in the past" }],
      });
    }
    const prefix = randomBytes(6).toString("hex");
    const secret = randomBytes(32).toString("base64url");
    return context.write(tenantId, async (trx) => {
      found(await findTenant(trx));
      const createdBy = `${principal.kind}:${principal.id}`;
      const row = await recordApiKey(trx, {
        ...body,
        prefix,
        secretSha256: hashSecret(secret),
        createdBy,
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
        body: { ...key, secret: formatApiKey(prefix, secret) },
        bodyToKeep: { ...key, secret: null },
        location: `/api-keys/${key.id}`,
      };
    });
  },
);
