import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Permission, permissions } from "../../../shared/tenants/rules/permissions.ts";
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
      content: { "application/problem+json": { schema } },
    });
  }
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
  const headers = [...(isWrite ? [idempotencyKey] : []), ...(isWrite && versioned === true ? [ifMatch] : [])];
  return {
    method,
    path: apiPrefix + path,
    operationId: operationIdOf(method, path),
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
            ? { description: "Done" }
            : {
                description: "As asked",
                content: { [file]: { schema: { type: "string", format: "binary" } } },
              }
          : {
              description: "As asked",
              content: {
                ...(events === undefined ? {} : { "text/event-stream": { schema: describeEvents(events) } }),
                "application/json": { schema: reply },
              },
              ...(versioned === true ? { headers: z.object({ ETag: z.string() }) } : {}),
            },
      ...problemResponses([400, 401, 403, 429, 503]),
      ...(params === undefined && !isWrite ? {} : problemResponses([404])),
      ...(isWrite ? problemResponses([409, 422]) : {}),
      ...(isWrite && versioned === true ? problemResponses([412]) : {}),
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

/** `get /tenants/slug/{slug}` → `getTenantsSlugBySlug`: unique, and stable as long as the route is. */
function operationIdOf(method: string, path: string): string {
  const words = path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => {
      const parameter = /^\{(\w+)\}$/.exec(part)?.[1];
      const name = (parameter ?? part).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return (parameter === undefined ? "" : "By") + name.charAt(0).toUpperCase() + name.slice(1);
    });
  return method + words.join("");
}
