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

/** What is wrong with a field, to decide by. */
export const fieldErrorCodes = {
  missing: "It is needed",
  unknown: "There is no such field or parameter here",
  repeated: "The parameter stands there more than once",
  "wrong-type": "It is of another JSON type",
  "wrong-format": "It is not in the form that it must have",
  "not-one-of": "It is none of the values that it may have",
  "too-short": "It has too few characters or entries",
  "too-long": "It has too many characters or entries",
  "too-small": "It is below the least that it may be",
  "too-large": "It is above the most that it may be",
  taken: "Another one has this value",
  invalid: "It does not go, as its message says",
} as const;

export type FieldErrorCode = keyof typeof fieldErrorCodes;

/** The part of a request that a field is in. */
export type FieldPlace = "body" | "query" | "path" | "header";

/** What is wrong with one field of a request; `field` is its path, as `llmTone.language`. */
export type FieldError = {
  field: string;
  message: string;
  /** `invalid` unless said otherwise. */
  code?: FieldErrorCode | undefined;
  /** The body unless said otherwise. */
  in?: FieldPlace | undefined;
  /** Of the body: its path as a JSON pointer (RFC 6901) in a fragment; made from `field` unless given. */
  pointer?: string | undefined;
};

type ProblemOptions = ErrorOptions & {
  /** The fields that are wrong, or that clash. */
  errors?: readonly FieldError[] | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Further members of the problem, https://www.rfc-editor.org/rfc/rfc9457#name-extension-members */
  extensions?: Readonly<Record<string, unknown>> | undefined;
};

/** What a caller over HTTP may be told. The text of the error itself goes to the log only. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  /** Public detail, safe to show: which field is wrong, say. */
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail?: string, options: ProblemOptions = {}) {
    super(`${code}${detail === undefined ? "" : `: ${detail}`}`, options);
    this.name = "HttpProblem";
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/** The one catalogue of errors over HTTP: code → status and public title. */
export const problems = {
  "bad-request": { status: 400, title: "The request cannot be read" },
  invalid: { status: 400, title: "Some fields are not as they must be" },
  "idempotency-required": { status: 400, title: "This needs an Idempotency-Key or a clientId" },
  unauthorized: { status: 401, title: "Sign in, or send a valid signature" },
  forbidden: { status: 403, title: "This is not allowed" },
  "second-factor-required": { status: 403, title: "Sign in with a second factor" },
  "tenant-suspended": { status: 403, title: "The tenant is suspended" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "too-slow": { status: 408, title: "The body did not come in time" },
  taken: { status: 409, title: "A colleague has it" },
  "conversation-moved": { status: 409, title: "Something was written since the caller looked" },
  "window-closed": { status: 409, title: "WhatsApp takes only templates for this customer now" },
  conflict: { status: 409, title: "This does not go together with what is there" },
  "plan-limit-reached": { status: 409, title: "The plan has no room for more" },
  gone: { status: 410, title: "It is not kept any more" },
  "precondition-failed": { status: 412, title: "It was changed in the meantime" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body must be JSON" },
  unproven: { status: 422, title: "WhatsApp does not confirm this" },
  "idempotency-mismatch": { status: 422, title: "The Idempotency-Key was used for another request" },
  "confirmation-required": { status: 428, title: "This needs a confirmation" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Try again in a moment" },
  "timed-out": { status: 504, title: "This took too long" },
} as const;

export type ProblemCode = keyof typeof problems;

/** The problem in the form of RFC 9457, https://www.rfc-editor.org/rfc/rfc9457 */
export function describeProblem({
  code,
  detail,
  errors,
  extensions,
}: Pick<HttpProblem, "code" | "detail" | "errors" | "extensions">) {
  const { status, title } = problems[code];
  return {
    ...extensions,
    type: "about:blank",
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: errors.map(describeField) }),
  };
}

function describeField({ field, message, code = "invalid", in: place = "body", pointer }: FieldError) {
  const shown = { field, in: place, code, message };
  return place === "body" ? { ...shown, pointer: pointer ?? pointerTo(field.split(".")) } : shown;
}

/** The path as RFC 9457 shows it: `#/llmTone/language`; of the whole, `#`. */
export function pointerTo(path: readonly PropertyKey[]): string {
  const parts = path.map(String).filter((part, index) => index > 0 || part !== "");
  return ["#", ...parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}
