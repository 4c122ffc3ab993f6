/** An answer other than success. `reason` is the JSON API's machine-readable word, such as `notFound`. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, "invalid", message);
}

export function noSuchBucket(): HttpError {
  return new HttpError(404, "notFound", "The specified bucket does not exist.");
}

export function noSuchObject(bucket: string, name: string): HttpError {
  return new HttpError(404, "notFound", `No such object: ${bucket}/${name}`);
}

export function notImplemented(what: string): HttpError {
  return new HttpError(501, "notImplemented", `The local storage server does not have ${what}.`);
}
