import type { IncomingMessage } from "node:http";
import { http, type Request, type Response } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { HttpProblem, problems } from "./errors.ts";
import { type LogFields, traceFields } from "./log.ts";
import { traceparentOf } from "./new-event.ts";
import { addressOf, networkOf } from "./address-of.ts";
import { ownBodies, readBody } from "./own-bodies.ts";
import type { Config } from "./config.ts";
import type { Clients, Composition, ServicesOf } from "./services.ts";
import { startInstance } from "./start-instance.ts";

export type HttpRequest = {
  method: string;
  /** Without the query. */
  path: string;
  query: Record<string, string | undefined>;
  header(name: string): string | undefined;
  /** The bytes as they came, as a signature covers them; `too-large` or `too-slow` when they are. */
  readBody(maxBytes: number): Promise<Buffer>;
  /** Whose request it is, as far as the outermost of so many proxies of ours can tell; of IPv6 the /64. */
  address(trustedProxies: number): string;
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

export type HttpHandler = (request: HttpRequest) => Promise<HttpReply>;

/**
 * Registers an HTTP function: one log line a request, errors as RFC 9457 problem details with public text only. A body is
 * read when the handler asks for it, and not by the framework.
 */
export function onHttp<Name extends FunctionName, Given extends Clients>(
  composition: Composition<Name, Given>,
  create: (services: ServicesOf<Composition<Name, Given>>) => HttpHandler,
): void {
  const { name } = composition;
  const services = startInstance(composition);
  const { log } = services;
  const projectId = (services.config as Config<"GOOGLE_CLOUD_PROJECT">).GOOGLE_CLOUD_PROJECT;
  const handle = create(services);
  ownBodies(() => true);
  http(name, async (request: Request, response: Response) => {
    const startedAt = performance.now();
    const traceparent = traceparentOf(request.header("traceparent"));
    const reply = await replyTo(toHttpRequest(request, traceparent), handle);
    send(request, response, reply);
    log[reply.status >= 500 ? "error" : "info"](name, {
      method: request.method,
      status: reply.status,
      durationMs: Math.round(performance.now() - startedAt),
      ...traceFields(projectId, traceparent),
      ...reply.log,
    });
  });
}

/** The handler's reply, or the problem that its error stands for. Never rejects. */
export async function replyTo(request: HttpRequest, handle: HttpHandler): Promise<HttpReply> {
  try {
    return await handle(request);
  } catch (error) {
    return error instanceof HttpProblem
      ? problemReply(error, { code: error.code, error })
      : problemReply({ code: "internal" }, { code: "internal", error });
  }
}

/** https://www.rfc-editor.org/rfc/rfc9457 */
function problemReply(
  { code, detail, headers }: Pick<HttpProblem, "code"> & Partial<Pick<HttpProblem, "detail" | "headers">>,
  log: LogFields,
): HttpReply {
  const { status, title } = problems[code];
  return {
    status,
    body: { type: "about:blank", title, status, code, ...(detail === undefined ? {} : { detail }) },
    headers: { ...headers, "content-type": "application/problem+json" },
    log,
  };
}

function toHttpRequest(request: Request, traceparent: string): HttpRequest {
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
    readBody: async (maxBytes) => readBody(request, maxBytes),
    address: (trustedProxies) =>
      networkOf(addressOf(request.header("x-forwarded-for"), request.socket.remoteAddress, trustedProxies)),
    traceparent,
  };
}

function send(request: IncomingMessage, response: Response, { status, body, headers = {} }: HttpReply): void {
  response.statusCode = status;
  // What is refused before it came whole is not waited for.
  if (!request.complete) response.setHeader("connection", "close");
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
