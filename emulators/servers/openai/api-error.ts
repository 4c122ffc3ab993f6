/** An error in the form that OpenAI's API answers with. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: number, message: string, more: { type?: string; param?: string; code?: string } = {}) {
    super(message);
    this.status = status;
    this.type = more.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.param = more.param ?? null;
    this.code = more.code ?? null;
  }
}

export function errorBody(error: ApiError) {
  return { error: { message: error.message, type: error.type, param: error.param, code: error.code } };
}
