import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Permission, permissions } from "../../../shared/tenants/rules/permissions.ts";
import { everyHeader, headerMeanings, headerRefs, problemHeaders } from "./answer-headers.ts";
import { operationName } from "./operation-name.ts";
import { problemSchema } from "./problem-schema.ts";
import { problemMeanings, type ProblemStatus } from "./problem-status.ts";
import type { Route } from "./route.ts";

export const apiPrefix = "/api/v1";

function problemResponses(statuses: readonly ProblemStatus[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** What the descriptions of routes refer to. */
export function describeComponents({ openAPIRegistry }: OpenAPIHono): void {
  openAPIRegistry.register("Problem", problemSchema);
  for (const [status, description] of Object.entries(problemMeanings)) {
    const schema = { $ref: "#/components/schemas/Problem" };
    openAPIRegistry.registerComponent("responses", `Problem${status}`, {
      description,
      headers: headerRefs([...everyHeader, ...(problemHeaders[status] ?? [])]),
      content: { "application/problem+json": { schema } },
    });
  }
  for (const [name, description] of Object.entries(headerMeanings))
    openAPIRegistry.registerComponent("headers", name, { description, schema: { type: "string" } });
  openAPIRegistry.registerComponent("securitySchemes", "idToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An ID token of Firebase Authentication",
  });
  openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `crm_…`",
  });
}

type PathConfig = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0];

/** The route as the OpenAPI document tells it, with its permission as `x-permission`. */
export function describeRoute({ declaration }: Route): PathConfig {
  const {
    method,
    path,
    operation,
    permission,
    tag,
    summary,
    description,
    status,
    params,
    query,
    body,
    reply,
    file,
    events,
    versioned,
    confirmed,
    problems = [],
  } = declaration;
  const isWrite = method !== "get";
  // What is only just made has no version that a client could have seen.
  const takesIfMatch = isWrite && versioned === true && status !== 201;
  const headers = [...(isWrite ? [idempotencyKey] : []), ...(takesIfMatch ? [ifMatch] : [])];
  const replyHeaders = headerRefs([
    ...everyHeader,
    ...(isWrite ? (["Idempotency-Replayed"] as const) : []),
    ...(versioned === true && reply !== undefined ? (["ETag"] as const) : []),
    ...(status === 201 || status === 202 ? (["Location"] as const) : []),
  ]);
  return {
    method,
    path: apiPrefix + path,
    operationId: operation ?? operationName(method, path),
    tags: [tag],
    summary,
    description: [description, `Permission: \`${permission}\` (${listAllowed(permission).join(", ")}).`]
      .filter(Boolean)
      .join("\n\n"),
    "x-permission": permission,
    "x-allowed": listAllowed(permission),
    security: [{ idToken: [] }, ...(permissions[permission].keys ? [{ apiKey: [] }] : [])],
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(headers.length === 0 ? {} : { headers: z.object(Object.assign({}, ...headers) as z.ZodRawShape) }),
      ...(body === undefined
        ? {}
        : { body: { required: true, content: { "application/json": { schema: body } } } }),
    },
    responses: {
      [status]:
        reply === undefined
          ? file === undefined
            ? { description: "Done", headers: replyHeaders }
            : {
                description: "As asked",
                headers: replyHeaders,
                content: { [file]: { schema: { type: "string", format: "binary" } } },
              }
          : {
              description: "As asked",
              content: {
                ...(events === undefined ? {} : { "text/event-stream": { schema: describeEvents(events) } }),
                "application/json": { schema: reply },
              },
              headers: replyHeaders,
            },
      ...problemResponses([400, 401, 403, 429, 500, 503, 504]),
      ...(params === undefined && !isWrite ? {} : problemResponses([404])),
      ...(isWrite ? problemResponses([409, 422]) : {}),
      ...(takesIfMatch ? problemResponses([412]) : {}),
      ...(body === undefined ? {} : problemResponses([413, 415])),
      ...(confirmed === true ? problemResponses([428]) : {}),
      ...problemResponses(problems),
    },
  } as PathConfig;
}

/** Whom the permission table lets in, as the document tells it. */
function listAllowed(permission: Permission): string[] {
  const { operators, roles, keys } = permissions[permission];
  return [
    ...(operators === "never" ? [] : [operators === "always" ? "operator" : "operator during an access"]),
    ...roles,
    ...(keys ? ["API key"] : []),
  ];
}

/** OpenAPI has no words for a stream: it is told as one of its events. */
function describeEvents(events: Readonly<Record<string, z.ZodType>>): z.ZodType {
  const all = Object.entries(events).map(([event, data]) => z.object({ event: z.literal(event), data }));
  return z.union(all).openapi({
    description:
      "Server-sent events in this order, each with its data as JSON; comments keep the stream alive",
  });
}

const idempotencyKey = {
  "idempotency-key": z.string().min(1).max(255).optional().openapi({
    description:
      "Of the client's making, the same for every try: the request is done once, and for 24 hours answered alike",
  }),
};
const ifMatch = {
  "if-match": z.string().optional().openapi({
    description: "The ETag that the change is meant for; otherwise whatever is there is overwritten",
  }),
};
