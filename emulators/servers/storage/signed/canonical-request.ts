import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export type SignedRequest = {
  method: string;
  /** As it was asked for, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
};

/**
 * What a V4 signature is made over (https://cloud.google.com/storage/docs/authentication/canonical-requests), in the one
 * form that equal requests have. The signature itself is no part of it.
 */
function canonicalRequest({ method, path, query, headers }: SignedRequest): string {
  const signedHeaders = query.get("X-Goog-SignedHeaders") ?? "";
  const lines = signedHeaders.split(";").map((name) => `${name}:${canonicalHeader(name, headers)}\n`);
  return [
    method,
    decodeURIComponent(path).split("/").map(encode).join("/"),
    canonicalQuery(query),
    lines.join(""),
    signedHeaders,
    headers["x-goog-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
}

/** The text that is signed, which names the request by its hash. */
export function stringToSign(request: SignedRequest, scope: string): string {
  const hash = createHash("sha256").update(canonicalRequest(request)).digest("hex");
  return ["GOOG4-RSA-SHA256", request.query.get("X-Goog-Date") ?? "", scope, hash].join("\n");
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Goog-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The host is signed without its port: the real service has none to tell. */
function canonicalHeader(name: string, headers: IncomingHttpHeaders): string {
  const value = Buffer.from(String(headers[name] ?? ""), "latin1").toString();
  const told = name === "host" ? value.replace(/:\d+$/, "") : value;
  return told.trim().replaceAll(/\s{2,}/g, " ");
}

/** As RFC 3986 has it, which leaves fewer characters alone than `encodeURIComponent`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
