import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import { addressOf } from "../../shared/runtime/address-of.ts";
import { authenticate } from "./auth.ts";
import { answerError } from "./http/answer-error.ts";
import type { AppEnv } from "./http/app-env.ts";
import { createRateLimiter, limitAddresses } from "./http/rate-limits.ts";
import { apiPrefix } from "./http/describe-route.ts";
import { registerRoutes } from "./http/register-routes.ts";
import { logRequests } from "./http/request-log.ts";
import { registerDocs } from "./platform/docs.ts";
import { registerHealth } from "./platform/health.ts";
import { routes } from "./routes.ts";
import type { ApiServices } from "./services.ts";

/** The API. Below `/api/v1` nothing is answered to a caller who is not signed in, not even that it is not there. */
export function createApp(services: ApiServices): Hono<AppEnv> {
  const { config } = services;
  const app = new Hono<AppEnv>();
  const byAddress = createRateLimiter(services, {
    policy: "address",
    quota: config.API_RATE_PER_ADDRESS,
    isLocalUntilHot: true,
  });
  const addresses = limitAddresses(byAddress, config.TRUSTED_PROXIES);
  const tenants = createRateLimiter(services, { policy: "tenant", quota: config.API_RATE_PER_TENANT });

  app.onError(answerError);
  app.notFound((c) => answerError(new HttpProblem("not-found"), c));
  app.use(
    requestId({ limitLength: 64 }),
    logRequests(services),
    secureHeaders(),
    cors(corsOptions(config.API_CORS_ORIGINS)),
  );
  registerHealth(app, services, addresses);
  registerDocs(app, routes, addresses);

  app.use(
    `${apiPrefix}/*`,
    addresses,
    timeout(config.API_TIMEOUT_MS, new HTTPException(504)),
    bodyLimit({
      maxSize: config.API_MAX_BODY_BYTES,
      onError: (c) =>
        answerError(new HttpProblem("too-large", `At most ${config.API_MAX_BODY_BYTES} bytes.`), c),
    }),
    async (c, next) => {
      const principal = await authenticate(services, {
        authorization: c.req.header("authorization"),
        tenantAccess: c.req.header("x-tenant-access"),
        address: addressOf(c.req.header("x-forwarded-for"), c.env?.address, config.TRUSTED_PROXIES),
      });
      c.set("principal", principal);
      const key = principal.kind === "operator" ? principal.id : principal.tenantId;
      c.set("rateLimits", [...c.get("rateLimits"), await tenants.count(key)]);
      await next();
    },
  );
  registerRoutes(app, services, routes);
  return app;
}

function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    allowMethods: ["GET", "POST", "PUT", "DELETE"],
    allowHeaders: [
      "authorization",
      "content-type",
      "idempotency-key",
      "if-match",
      "x-request-id",
      "x-tenant-access",
    ],
    exposeHeaders: [
      "etag",
      "location",
      "ratelimit",
      "ratelimit-policy",
      "retry-after",
      "idempotency-replayed",
      "x-request-id",
    ],
    maxAge: 600,
  };
}
