import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { traceFields } from "../../../shared/runtime/log.ts";
import { traceparentOf } from "../../../shared/runtime/new-event.ts";
import type { AppEnv } from "./app-env.ts";
import type { ApiServices } from "../services.ts";

/** One line for each request. The route's pattern, not its path: ids are looked up by the request's id instead. */
export function logRequests({ log, config }: ApiServices): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const traceparent = traceparentOf(c.req.header("traceparent"));
    c.set("traceparent", traceparent);
    c.set("logFields", {});
    await next();
    const { status } = c.res;
    const principal = c.get("principal");
    log[status >= 500 ? "error" : "info"]("api", {
      method: c.req.method,
      route: routePath(c, -1),
      status,
      requestId: c.get("requestId"),
      durationMs: Math.round(performance.now() - startedAt),
      ...(principal === undefined
        ? {}
        : { actor: principal.kind, actorId: principal.id, tenantId: tenantOf(principal) }),
      ...traceFields(config.GOOGLE_CLOUD_PROJECT, traceparent),
      ...c.get("logFields"),
    });
  };
}
