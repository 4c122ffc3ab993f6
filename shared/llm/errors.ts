/** Nothing came back that could be judged: 429, 5xx, a timeout or a broken connection. Worth trying again later. */
export class LlmUnavailable extends Error {
  readonly status: number | undefined;
  /** How long the service asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: { status?: number; retryAfterMs?: number | undefined } = {}) {
    super(message);
    this.name = "LlmUnavailable";
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The service refused the request itself (4xx): the key, the model's name or the input is wrong. */
export class LlmRejected extends Error {
  readonly status: number;
  readonly code: string | undefined;
  /** Whether it is the form of the reply that it does not know, or how that is asked for. */
  readonly isFormUnknown: boolean;

  constructor(status: number, code: string | undefined, isFormUnknown = false) {
    super(
      `the language model's service refused the request: ${status}${code === undefined ? "" : ` ${code}`}`,
    );
    this.name = "LlmRejected";
    this.status = status;
    this.code = code;
    this.isFormUnknown = isFormUnknown;
  }
}

export type InvalidReplyReason =
  | "empty"
  | "refusal"
  | "length"
  | "content-filter"
  | "not-json"
  | "schema"
  | "vectors";

/** The model replied with something that cannot be used; its tokens were spent all the same. */
export class LlmInvalidReply extends Error {
  readonly reason: InvalidReplyReason;
  readonly tokensIn: number;
  readonly tokensOut: number;

  constructor(reason: InvalidReplyReason, tokens: { in: number; out: number }, detail?: string) {
    super(
      `the language model's reply cannot be used: ${reason}${detail === undefined ? "" : ` (${detail})`}`,
    );
    this.name = "LlmInvalidReply";
    this.reason = reason;
    this.tokensIn = tokens.in;
    this.tokensOut = tokens.out;
  }
}
