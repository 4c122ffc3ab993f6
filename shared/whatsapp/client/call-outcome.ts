export type Call = {
  method: "GET" | "POST" | "DELETE";
  url: string;
  accessToken: string;
  /** JSON, unless it is a form. */
  body?: object | FormData | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

export type CallOutcome =
  /** 2xx with JSON. */
  | { kind: "answered"; body: unknown }
  /**
   * Graph, or something before it, answered with an error. `code` is Graph's, or the HTTP status when the answer
   * held none. Says nothing of whether the message went out: `classifyError` does.
   */
  | {
      kind: "refused";
      code: number;
      httpStatus: number;
      title?: string;
      details?: string;
      isTransient?: boolean;
      fbtraceId?: string;
      retryAfterMs?: number;
    }
  /** Nothing reached Graph. */
  | { kind: "not_sent"; reason: string }
  /** It may have been done, or not. */
  | { kind: "unknown"; reason: string };
