import { http, type Request, type Response } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { HttpProblem, type ProblemCode, problems } from "./errors.ts";
import { type LogFields, traceFields } from "./log.ts";
import { traceparentOf } from "./new-event.ts";
import { readBody } from "./own-bodies.ts";
import type { Services } from "./services.ts";
import { startInstance } from "./start-instance.ts";

export type HttpRequest = {
  method: string;
  /** Without the query. */
  path: string;
  query: Record<string, string | undefined>;
  header(name: string): string | undefined;
  /** The bytes as they came, as a signature covers them. */
  rawBody: Buffer;
  traceparent: string;
};

export type HttpReply = {
  status: number;
  /** Sent as JSON unless it is text. */
  body?: unknown;
  headers?: Record<string, string>;
  /** What the log line should hold besides. */
  log?: LogFields;
};

export type HttpHandler<Name extends FunctionName> = (
  request: HttpRequest,
  services: Services<Name>,
) => Promise<HttpReply>;

/** Meta's own limit of a webhook body, the largest that any of these functions takes. */
const maxBodyBytes = 3 * 1024 * 1024;

/** Registers an HTTP function: one log line a request, errors as RFC 9457 problem details with public text only. */
export function onHttp<Name extends FunctionName>(name: Name, handle: HttpHandler<Name>): void {
  const { config, log, services } = startInstance(name);
  http(name, async (request: Request, response: Response) => {
    const startedAt = performance.now();
    const traceparent = traceparentOf(request.header("traceparent"));
    const reply = await replyTo(toHttpRequest(request, traceparent), handle, services);
    send(response, reply);
    log[reply.status >= 500 ? "error" : "info"](name, {
      method: request.method,
      status: reply.status,
      durationMs: Math.round(performance.now() - startedAt),
      ...traceFields(config.GOOGLE_CLOUD_PROJECT, traceparent),
      ...reply.log,
    });
  });
}

/** The handler's reply, or the problem that its error stands for. Never rejects. */
export async function replyTo<Name extends FunctionName>(
  request: HttpRequest | Promise<HttpRequest>,
  handle: HttpHandler<Name>,
  services: Services<Name>,
): Promise<HttpReply> {
  try {
    return await handle(await request, services);
  } catch (error) {
    return error instanceof HttpProblem
      ? problemReply(error.code, error.detail, { code: error.code, error })
      : problemReply("internal", undefined, { code: "internal", error });
  }
}

/** https://www.rfc-editor.org/rfc/rfc9457 */
function problemReply(code: ProblemCode, detail: string | undefined, log: LogFields): HttpReply {
  const { status, title } = problems[code];
  return {
    status,
    body: { type: "about:blank", title, status, code, ...(detail === undefined ? {} : { detail }) },
    headers: { "content-type": "application/problem+json" },
    log,
  };
}

async function toHttpRequest(request: Request, traceparent: string): Promise<HttpRequest> {
  return {
    method: request.method,
    path: request.path,
    // The framework parses the query each time that it is asked for.
    get query() {
      return Object.fromEntries(
        Object.entries(request.query).map(([key, value]) => [
          key,
          typeof value === "string" ? value : undefined,
        ]),
      );
    },
    header: (name) => request.header(name),
    rawBody: request.rawBody ?? (await readBody(request, maxBodyBytes)),
    traceparent,
  };
}

function send(response: Response, { status, body, headers = {} }: HttpReply): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) {
    response.end();
    return;
  }
  const isText = typeof body === "string";
  if (!response.hasHeader("content-type")) {
    response.setHeader("content-type", `${isText ? "text/plain" : "application/json"}; charset=utf-8`);
  }
  response.end(isText ? body : JSON.stringify(body));
}
