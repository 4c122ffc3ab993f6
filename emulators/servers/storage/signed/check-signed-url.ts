import { verify } from "node:crypto";
import { HttpError } from "../http/http-error.ts";
import { type SignedRequest, stringToSign } from "./canonical-request.ts";

/** Service accounts that may sign, by address, with their public keys in PEM. */
export type Signers = Readonly<Record<string, string>>;

const weekSeconds = 7 * 24 * 3600;
const clockSkewMs = 15 * 60 * 1000;

/**
 * Throws unless the request is the very one that a known service account signed as a V4 URL, with every signed header as
 * it was signed, and in its time: https://cloud.google.com/storage/docs/access-control/signed-urls
 */
export function checkSignedUrl(request: SignedRequest, signers: Signers, now: number): void {
  const { query, headers } = request;
  if (query.has("Signature")) throw denied("V2 signed URLs are not accepted here: sign with version 'v4'.");
  if (!query.has("X-Goog-Signature")) throw denied("Anonymous caller does not have access to the object.");
  for (const name of [
    "X-Goog-Algorithm",
    "X-Goog-Credential",
    "X-Goog-Date",
    "X-Goog-Expires",
    "X-Goog-SignedHeaders",
  ]) {
    if (!query.get(name)) throw invalidParameter(`Missing query parameter ${name}.`);
  }
  if (query.get("X-Goog-Algorithm") !== "GOOG4-RSA-SHA256") throw invalidParameter("Unknown algorithm.");
  checkTime(query, now);
  const signed = (query.get("X-Goog-SignedHeaders") ?? "").split(";");
  const missing = signed.find((name) => headers[name] === undefined);
  if (missing !== undefined) throw mismatch(`The signed header ${missing} is missing from the request.`);
  if (!signed.includes("host")) throw mismatch("The host must be signed.");
  checkSignature(request, signers);
}

function checkTime(query: URLSearchParams, now: number): void {
  const signedAt = parseDate(query.get("X-Goog-Date") ?? "");
  const lifetimeSeconds = Number(query.get("X-Goog-Expires"));
  if (Number.isNaN(signedAt) || !(lifetimeSeconds > 0 && lifetimeSeconds <= weekSeconds)) {
    throw invalidParameter("X-Goog-Date or X-Goog-Expires is invalid.");
  }
  if (signedAt > now + clockSkewMs) throw denied("The signed URL is not valid yet.");
  const expiresAt = signedAt + lifetimeSeconds * 1000;
  if (now <= expiresAt) return;
  throw new HttpError(
    400,
    "ExpiredToken",
    `Request signature expired at: ${new Date(expiresAt).toISOString()}`,
  );
}

function checkSignature(request: SignedRequest, signers: Signers): void {
  const { query } = request;
  const [email = "", day = "", ...scope] = (query.get("X-Goog-Credential") ?? "").split("/");
  const isScope =
    scope.length === 3 && scope[1] === "storage" && scope[2] === "goog4_request" && day.length > 0;
  if (!isScope || !query.get("X-Goog-Date")?.startsWith(day))
    throw invalidParameter("X-Goog-Credential is invalid.");
  const publicKey = Object.hasOwn(signers, email) ? signers[email] : undefined;
  if (publicKey === undefined) throw denied(`${email} does not have access to the object.`);
  const signature = Buffer.from(query.get("X-Goog-Signature") ?? "", "hex");
  const text = stringToSign(request, [day, ...scope].join("/"));
  if (!verify("sha256", Buffer.from(text), publicKey, signature))
    throw mismatch("The request signature we calculated does not match the signature you provided.");
}

function denied(message: string): HttpError {
  return new HttpError(403, "AccessDenied", message);
}

function mismatch(message: string): HttpError {
  return new HttpError(403, "SignatureDoesNotMatch", message);
}

function invalidParameter(message: string): HttpError {
  return new HttpError(400, "InvalidQueryParameter", message);
}

/** `20260131T235959Z` in milliseconds since 1970, or NaN. */
function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
