import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Hono, MiddlewareHandler } from "hono";
import { sql } from "kysely";
import type { AppEnv } from "../http/app-env.ts";
import { type ApiServices } from "../services.ts";

/** `/health` says that the process lives; `/ready` that it can work: the database and Pub/Sub answer. */
export function registerHealth(
  app: Hono<AppEnv>,
  services: ApiServices,
  limitAddresses: MiddlewareHandler<AppEnv>,
): void {
  const check = rememberFor(answerLifetimeMs, async () =>
    Promise.all([
      works(async () => sql`select 1`.execute(services.db)),
      works(async () => services.bus.check()),
    ]),
  );
  app.get("/health", (c) => c.json({ status: "ok" }));
  app.get("/ready", limitAddresses, async (c) => {
    const [database, pubsub] = await check();
    const isReady = database && pubsub;
    const checks = { database: wordFor(database), pubsub: wordFor(pubsub) };
    return c.json({ status: isReady ? "ready" : "not ready", checks }, isReady ? 200 : 503);
  });
}

/** Both as the OpenAPI document tells them. */
export function describeHealth({ openAPIRegistry }: OpenAPIHono): void {
  const word = z.enum(["ok", "failing"]);
  const ready = z.object({
    status: z.enum(["ready", "not ready"]),
    checks: z.object({ database: word, pubsub: word }),
  });
  openAPIRegistry.registerPath(
    describe("/health", "Whether the API runs", z.object({ status: z.literal("ok") })),
  );
  openAPIRegistry.registerPath(
    describe("/ready", "Whether the database and Pub/Sub answer; 503 when one does not", ready),
  );
}

function describe(path: string, summary: string, schema: z.ZodType) {
  return {
    method: "get" as const,
    path,
    operationId: path === "/health" ? "getHealth" : "getReadiness",
    tags: ["Platform"],
    summary,
    "x-permission": "public",
    security: [],
    responses: { 200: { description: summary, content: { "application/json": { schema } } } },
  };
}

const checkTimeoutMs = 3_000;

/** However often it is asked, the database and Pub/Sub are asked once a second. */
const answerLifetimeMs = 1_000;

function rememberFor<T>(lifetimeMs: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { answer: Promise<T>; endsAt: number } | undefined;
  return async () => {
    if (last === undefined || performance.now() >= last.endsAt) {
      last = { answer: ask(), endsAt: performance.now() + lifetimeMs };
    }
    return last.answer;
  };
}

async function works(check: () => Promise<unknown>): Promise<boolean> {
  const timedOut = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), checkTimeoutMs).unref();
  });
  const answered = check().then(
    () => true,
    () => false,
  );
  return Promise.race([answered, timedOut]);
}

function wordFor(isWorking: boolean): string {
  return isWorking ? "ok" : "failing";
}
