/** An answer other than success. `reason` is the API's machine-readable word, such as `notFound`. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export function invalid(message: string): ApiError {
  return new ApiError(400, "invalid", message);
}

export function invalidQuery(message: string): ApiError {
  return new ApiError(400, "invalidQuery", message);
}

export function notFound(kind: string, name: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${kind} ${name}`);
}

export function duplicate(kind: string, name: string): ApiError {
  return new ApiError(409, "duplicate", `Already Exists: ${kind} ${name}`);
}

export function notImplemented(what: string): ApiError {
  return new ApiError(501, "notImplemented", `The local BigQuery does not have ${what}.`);
}
