/** What each header of an answer says, for the OpenAPI document. */
export const headerMeanings = {
  "X-Request-Id": "The request's id: the client's own where it sent a sane one",
  RateLimit: 'What is left of each limit, and for how many seconds: `"tenant";r=299;t=42`',
  "RateLimit-Policy": 'The limits: `"tenant";q=300;w=60` are 300 requests in 60 seconds',
  "Retry-After": "The seconds after which to try again",
  "WWW-Authenticate": "How to sign in: `Bearer`",
  Allow: "The methods that the address takes",
  ETag: "The version of what is shown; for If-Match and If-None-Match",
  Location: "Where what was made is",
  "Idempotency-Replayed":
    "`true` where this is what the first request of the Idempotency-Key was answered with",
};

type HeaderName = keyof typeof headerMeanings;

/** On every answer below `/api/v1`. */
export const everyHeader: readonly HeaderName[] = ["X-Request-Id", "RateLimit", "RateLimit-Policy"];

/** By the status of a problem: what comes with it besides. */
export const problemHeaders: Readonly<Record<string, readonly HeaderName[]>> = {
  401: ["WWW-Authenticate"],
  405: ["Allow"],
  412: ["ETag"],
  429: ["Retry-After"],
  503: ["Retry-After"],
};

/** References to the headers in the document's components. */
export function headerRefs(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
