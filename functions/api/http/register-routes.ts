import type { Hono } from "hono";
import type { AppEnv } from "./app-env.ts";
import { apiPrefix } from "./describe-route.ts";
import { createRateLimiter } from "./rate-limits.ts";
import type { Route } from "./route.ts";
import { runRoute } from "./run-route.ts";
import type { ApiServices } from "../services.ts";

/** Serves the routes below the prefix. */
export function registerRoutes(app: Hono<AppEnv>, services: ApiServices, routes: readonly Route[]): void {
  for (const route of routes) {
    const { method, path, perMinute } = route.declaration;
    const limiter =
      perMinute === undefined
        ? undefined
        : createRateLimiter(services, { policy: "user", quota: services.config[perMinute] });
    app.on(method.toUpperCase(), apiPrefix + toHonoPath(path), async (c) =>
      runRoute(services, route, c, limiter),
    );
  }
}

/** `/tenants/{id}` → `/tenants/:id`. */
function toHonoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
