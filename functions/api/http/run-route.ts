import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { type IdempotentRequest, type KeptReply, recordIdempotentReply } from "./idempotency-keys.ts";
import { type Permission, permissions } from "../../../shared/tenants/rules/permissions.ts";
import { isPermitted, type Principal } from "../../../shared/tenants/rules/principal.ts";
import { inWork } from "../../../shared/runtime/work.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { AppEnv } from "./app-env.ts";
import { audit } from "./audit.ts";
import { eventStream, eventStreamHeaders } from "./event-stream.ts";
import { doOnce } from "./idempotency.ts";
import type { RateLimiter } from "./rate-limits.ts";
import { requireReach } from "./reach.ts";
import { readInput } from "./read-input.ts";
import type { Route, RouteReply } from "./route.ts";
import { etagOf } from "./version.ts";
import { type ApiServices } from "../services.ts";

/** Answers a request of the route: permission, its own limit, Idempotency-Key, input, work, in this order. */
export async function runRoute(
  services: ApiServices,
  route: Route,
  c: Context<AppEnv>,
  limiter?: RateLimiter,
): Promise<Response> {
  const principal = c.get("principal");
  requirePermission(principal, route.declaration.permission);
  if (limiter !== undefined) {
    const limit = await limiter.count(`${principal.kind}:${principal.id}`);
    c.set("rateLimits", [...c.get("rateLimits"), limit]);
  }
  if (principal.kind === "operator" && principal.access !== undefined)
    await recordAccessUse(services, principal.access, c);
  const body = new Uint8Array(await c.req.raw.arrayBuffer());
  const key = c.req.header("idempotency-key");
  const isWrite = route.declaration.method !== "get";
  if (!isWrite || key === undefined) return toResponse(await perform(services, route, c, body));

  if (wantsEvents(route, c)) {
    const message = "needs Accept: application/json, for events are not kept";
    throw new HttpProblem("invalid", undefined, {
      errors: [{ field: "Idempotency-Key", in: "header", message }],
    });
  }
  const { pathname, search } = new URL(c.req.url);
  const request = [c.req.method, pathname, search, c.req.header("if-match") ?? "", body];
  const { reply, replayed } = await doOnce(services, principal, { key, request }, async (idempotent) =>
    perform(services, route, c, body, idempotent),
  );
  const response = toResponse(reply);
  if (replayed) response.headers.set("idempotency-replayed", "true");
  return response;
}

function requirePermission(principal: Principal, permission: Permission): void {
  if (isPermitted(principal, permission)) return;
  const isTenants = principal.kind === "operator" && permissions[permission].operators === "access";
  throw new HttpProblem(
    "forbidden",
    isTenants ? "This is the tenant's own: open an access first, POST /tenants/{id}/accesses." : undefined,
  );
}

/** Whatever an operator does during an access, the tenant can see that it was done, even if only looked at. */
async function recordAccessUse(
  { db }: ApiServices,
  access: { id: string; tenantId: string },
  c: Context<AppEnv>,
): Promise<void> {
  const { kind: type, id } = c.get("principal");
  const entry = {
    action: "access.use",
    subjectType: "access",
    subjectId: access.id,
    after: { request: `${c.req.method} ${new URL(c.req.url).pathname}` },
  };
  await inTenant(
    db,
    access.tenantId,
    async (trx) => audit(trx, { requestId: c.get("requestId") }, access.tenantId, entry),
    { type, id },
  );
}

function wantsEvents({ declaration }: Route, c: Context<AppEnv>): boolean {
  const [events, json] = ["text/event-stream", "application/json"] as const;
  if (declaration.events === undefined) return false;
  return accepts(c, { header: "Accept", supports: [events, json], default: events }) === events;
}

type Performed = KeptReply & {
  /** Whether the Idempotency-Key's answer was committed with the work. */
  isKept: boolean;
  /** What this caller alone sees, where it differs from what is kept. */
  bodyNow?: string | Uint8Array<ArrayBuffer> | ReadableStream | undefined;
};

async function perform(
  services: ApiServices,
  route: Route,
  c: Context<AppEnv>,
  rawBody: Uint8Array,
  idempotent?: IdempotentRequest,
): Promise<Performed> {
  const { params, query, body } = readInput(route, {
    params: c.req.param(),
    query: c.req.queries(),
    contentType: c.req.header("content-type"),
    body: rawBody,
  });
  const principal = c.get("principal");
  let isKept = false;
  const actor = { type: principal.kind, id: principal.id };
  const reply = await route.handle({
    services,
    principal,
    requestId: c.get("requestId"),
    params,
    query,
    body,
    ifMatch: c.req.header("if-match"),
    origin: services.config.API_CORS_ORIGINS.find((origin) => origin === c.req.header("origin")),
    wantsEvents: wantsEvents(route, c),
    signal: c.req.raw.signal,
    read: async (tenantId, work) => inTenant(services.db, requireReach(principal, tenantId), work, actor),
    write: async (tenantId, act) =>
      inWork(
        services,
        requireReach(principal, tenantId),
        { traceparent: c.get("traceparent"), actor },
        async (work) => {
          const done = await act(work);
          if (idempotent !== undefined) {
            await recordIdempotentReply(work.trx, idempotent, finish(route, done));
            isKept = true;
          }
          return done;
        },
      ),
  });
  return { ...finish(route, reply), isKept };
}

function finish(
  { declaration: { status, file: fileType } }: Route,
  { body, bodyToKeep, version, location, file, events }: RouteReply,
): Omit<Performed, "isKept"> {
  if (events !== undefined)
    return { status, headers: eventStreamHeaders, body: null, bodyNow: eventStream(events) };
  if (file !== undefined) {
    const headers = {
      "content-type": fileType ?? "application/octet-stream",
      "content-disposition": `inline; filename="${file.name}"`,
      "cache-control": "no-store",
    };
    return { status, headers, body: null, bodyNow: file.bytes };
  }
  const now = body === undefined ? null : JSON.stringify(body);
  const headers = {
    ...(now === null ? {} : { "content-type": "application/json" }),
    ...(version === undefined ? {} : { etag: etagOf(version) }),
    ...(location === undefined ? {} : { location: `/api/v1${location}` }),
    "cache-control": "no-store",
  };
  if (bodyToKeep === undefined) return { status, headers, body: now };
  return { status, headers, body: JSON.stringify(bodyToKeep), bodyNow: now ?? undefined };
}

function toResponse({ status, headers, body, bodyNow }: Omit<Performed, "isKept">): Response {
  return new Response(bodyNow ?? body, { status, headers });
}
