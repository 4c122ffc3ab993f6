import type { Store } from "../store.ts";
import type { Exchange } from "./exchange.ts";
import type { Route } from "./route.ts";

type CorsRule = { origin?: string[]; method?: string[]; responseHeader?: string[]; maxAgeSeconds?: number };
type Allowed = { headers: string[]; maxAgeSeconds: number };

const everything: Allowed = { headers: ["*"], maxAgeSeconds: 3600 };

/**
 * Lets browsers in. As in the real service the JSON API is open to every origin, but for a resumable upload, which only
 * pages of the origin go on with that it was begun for; signed URLs follow the bucket's `cors` setting. A bucket without that setting is open too, here only: nobody should have to configure it to try things out.
 * Gives true when the request was a preflight, which is answered then.
 */
export function applyCors({ req, res, query, store }: Exchange, route: Route): boolean {
  const { origin } = req.headers;
  const isPreflight = req.method === "OPTIONS";
  if (origin !== undefined) {
    const method = String((isPreflight && req.headers["access-control-request-method"]) || req.method);
    const session = route.kind === "upload" ? store.uploads.get(query.get("upload_id") ?? "") : undefined;
    const allowed =
      session === undefined || session.origin === origin
        ? allowedFor(route, store, origin, method)
        : undefined;
    res.setHeader("vary", "Origin");
    if (allowed) {
      res.setHeader("access-control-allow-origin", origin);
      res.setHeader("access-control-expose-headers", exposed(allowed.headers));
      if (isPreflight) {
        const asked = req.headers["access-control-request-headers"] ?? "";
        res.setHeader("access-control-allow-methods", method);
        res.setHeader("access-control-max-age", allowed.maxAgeSeconds);
        res.setHeader("access-control-allow-headers", allowedOf(asked, allowed.headers));
      }
    }
  }
  if (isPreflight) res.writeHead(200, { "content-length": 0 }).end();
  return isPreflight;
}

function allowedFor(route: Route, store: Store, origin: string, method: string): Allowed | undefined {
  const rules = route.kind === "xml" ? store.buckets.get(route.bucket)?.settings["cors"] : undefined;
  if (!Array.isArray(rules) || rules.length === 0) return everything;
  const rule = (rules as CorsRule[]).find(
    ({ origin: origins = [], method: methods = [] }) =>
      (origins.includes("*") || origins.includes(origin)) &&
      (methods.includes("*") || methods.includes(method)),
  );
  return rule && { headers: rule.responseHeader ?? [], maxAgeSeconds: rule.maxAgeSeconds ?? 3600 };
}

/** Those that a resumable upload in a browser cannot do without are spelt out, for requests with credentials. */
function exposed(headers: string[]): string {
  if (!headers.includes("*")) return headers.join(", ");
  return ["*", "ETag", "Location", "Range", "X-Goog-Generation", "X-Goog-Hash", "X-GUploader-UploadID"].join(
    ", ",
  );
}

function allowedOf(asked: string, headers: string[]): string {
  if (headers.includes("*")) return asked;
  const known = new Set(headers.map((name) => name.toLowerCase()));
  return asked
    .split(",")
    .map((name) => name.trim())
    .filter((name) => known.has(name.toLowerCase()))
    .join(", ");
}
