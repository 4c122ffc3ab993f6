/**
 * The event can never be handled: it is kept as a dead letter with this reason and acknowledged.
 * `code` is a stable word to list by; the message must not hold a customer's words, a phone number or a secret.
 */
export class Permanent extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Permanent";
    this.code = code;
  }
}

/** The event cannot be handled now: it is not acknowledged, and Pub/Sub delivers it again after its back-off. */
export class Retry extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Retry";
    this.code = code;
  }
}

/** What a caller over HTTP may be told. The text of the error itself goes to the log only. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  /** Public detail, safe to show: which field is wrong, say. */
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string, options?: ErrorOptions) {
    super(`${code}${detail === undefined ? "" : `: ${detail}`}`, options);
    this.name = "HttpProblem";
    this.code = code;
    this.detail = detail;
  }
}

/** The one catalogue of errors over HTTP: code → status and public title. */
export const problems = {
  "bad-request": { status: 400, title: "The request cannot be read" },
  unauthorized: { status: 401, title: "Sign in, or send a valid signature" },
  forbidden: { status: 403, title: "This is not allowed" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "too-large": { status: 413, title: "The body is too large" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Try again in a moment" },
} as const;

export type ProblemCode = keyof typeof problems;
