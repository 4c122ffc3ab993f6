import { HttpError } from "../http/http-error.ts";

const weekSeconds = 7 * 24 * 3600;
const clockSkewMs = 15 * 60 * 1000;

/**
 * Throws unless the query is that of a V4 signed URL in its time, with every signed header there.
 *
 * The signature itself is not verified: whoever has a signing key may sign for any service account here. So a URL signed
 * for GET also does for PUT; only the real service notices.
 */
export function checkSignedUrl(
  query: URLSearchParams,
  headers: Record<string, string | string[] | undefined>,
  now: number,
): void {
  if (query.has("Signature")) throw denied("V2 signed URLs are not accepted here: sign with version 'v4'.");
  if (!query.has("X-Goog-Signature")) throw denied("Anonymous caller does not have access to the object.");
  for (const name of [
    "X-Goog-Algorithm",
    "X-Goog-Credential",
    "X-Goog-Date",
    "X-Goog-Expires",
    "X-Goog-SignedHeaders",
  ]) {
    if (!query.get(name))
      throw new HttpError(400, "InvalidQueryParameter", `Missing query parameter ${name}.`);
  }

  const signedAt = parseDate(query.get("X-Goog-Date") ?? "");
  const lifetimeSeconds = Number(query.get("X-Goog-Expires"));
  if (Number.isNaN(signedAt) || !(lifetimeSeconds > 0 && lifetimeSeconds <= weekSeconds)) {
    throw new HttpError(400, "InvalidQueryParameter", "X-Goog-Date or X-Goog-Expires is invalid.");
  }
  if (signedAt > now + clockSkewMs) throw denied("The signed URL is not valid yet.");
  const expiresAt = signedAt + lifetimeSeconds * 1000;
  if (now > expiresAt) {
    throw new HttpError(
      400,
      "ExpiredToken",
      `Request signature expired at: ${new Date(expiresAt).toISOString()}`,
    );
  }
  for (const name of (query.get("X-Goog-SignedHeaders") ?? "").split(";")) {
    if (headers[name] === undefined) {
      throw new HttpError(
        403,
        "SignatureDoesNotMatch",
        `The signed header ${name} is missing from the request.`,
      );
    }
  }
}

function denied(message: string): HttpError {
  return new HttpError(403, "AccessDenied", message);
}

/** `20260131T235959Z` in milliseconds since 1970, or NaN. */
function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
