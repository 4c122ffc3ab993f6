import { HttpProblem } from "../runtime/errors.ts";
import type { HttpRequest } from "../runtime/on-http.ts";

type Given = Partial<Omit<HttpRequest, "header" | "readBody" | "address">> & {
  /** By their names in lower case. */
  headers?: Record<string, string | undefined>;
  body?: Buffer | string;
  address?: string;
};

/** A request as a handler is given it. */
export function buildHttpRequest({ headers = {}, body = "", address = "192.0.2.1", ...given }: Given = {}) {
  const bytes = Buffer.from(body);
  return {
    method: "POST",
    path: "/",
    query: {},
    header: (name) => headers[name],
    async readBody(maxBytes) {
      if (bytes.length > maxBytes) throw new HttpProblem("too-large");
      return Promise.resolve(bytes);
    },
    address: () => address,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ...given,
  } satisfies HttpRequest;
}
