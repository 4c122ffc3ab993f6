import type { z } from "@hono/zod-openapi";
import type { Permission } from "../../../shared/tenants/rules/permissions.ts";
import type { Principal } from "../../../shared/tenants/rules/principal.ts";
import type { ProblemStatus } from "./problem-status.ts";
import type { SendEvent } from "./event-stream.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import type { ApiServices } from "../services.ts";
import type { Work } from "../../../shared/runtime/work.ts";

/** What a handler answers; the status is the declaration's. */
export type RouteReply = {
  body?: unknown;
  /** Of what the body shows: becomes the ETag. */
  version?: number | undefined;
  /** Where a created thing is, as `/outlets/…`. */
  location?: string | undefined;
  /** Kept for a repeated Idempotency-Key in place of the body, which holds a secret. */
  bodyToKeep?: unknown;
  /** In place of a body, for a client that wants events: what sends them. It must not reject. */
  events?: (send: SendEvent) => Promise<void>;
  /** In place of a body, of the type that the declaration names. */
  file?: { bytes: Uint8Array<ArrayBuffer>; name: string };
};

export type RouteContext<Params = unknown, Query = unknown, Body = unknown> = {
  readonly services: ApiServices;
  readonly principal: Principal;
  readonly requestId: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The If-Match header. */
  readonly ifMatch: string | undefined;
  /** The page's origin, if it may call the API. */
  readonly origin: string | undefined;
  /** Whether to answer by events; never where the declaration has none. */
  readonly wantsEvents: boolean;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Runs `work` in one transaction in the tenant's scope. */
  read<T>(tenantId: string, work: (trx: TenantTransaction) => Promise<T>): Promise<T>;
  /**
   * The same for what changes something. The transaction also keeps the answer for a repeated Idempotency-Key, and the
   * events that `work` emits.
   */
  write(tenantId: string, work: (work: Work) => Promise<RouteReply>): Promise<RouteReply>;
};

type Declaration = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below `/api/v1`, in OpenAPI's form: `/tenants/{id}`. */
  path: string;
  /** The operation's name; what `operationName` makes of method and path unless said otherwise. */
  operation?: string;
  permission: Permission;
  tag: string;
  summary: string;
  description?: string;
  status: 200 | 201 | 202 | 204;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  reply?: z.ZodType;
  /** The type of the file that it answers with, in place of JSON; of reads only. */
  file?: string;
  /** The events that it answers by, by name, with their data; JSON only when the client accepts nothing else. */
  events?: Readonly<Record<string, z.ZodType>>;
  /** Requests a minute of one user or key, besides the tenant's. */
  perMinute?: "API_ANSWERS_PER_USER";
  /** Takes If-Match, and its answers carry an ETag. */
  versioned?: boolean;
  /** Is done only when confirmed. */
  confirmed?: boolean;
  /** What can be wrong beside what can be with every route of its kind. */
  problems?: readonly ProblemStatus[];
};

export type Route = {
  declaration: Declaration;
  handle(context: RouteContext): Promise<RouteReply>;
};

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A route: who may call it, what it takes and gives, and what it does. Without a permission it does not compile. */
export function defineRoute<const D extends Declaration>(
  declaration: D,
  handle: (
    context: RouteContext<Output<D["params"]>, Output<D["query"]>, Output<D["body"]>>,
  ) => Promise<RouteReply>,
): Route {
  return { declaration, handle: handle as unknown as Route["handle"] };
}
