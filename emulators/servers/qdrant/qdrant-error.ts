/** An answer of the API other than 200; the message is what the real server puts in `status.error`. */
export class QdrantError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "QdrantError";
    this.status = status;
  }
}

/** The body parsed as JSON but is not of the request's shape. */
export function badFormat(detail: string): QdrantError {
  return new QdrantError(400, `Format error in JSON body: ${detail}`);
}

/** The body has the right shape, but a value is out of its bounds. */
export function invalid(detail: string): QdrantError {
  return new QdrantError(422, `Validation error in JSON body: [${detail}]`);
}

/** The request does not fit the collection (dimension, vector name). */
export function wrongInput(detail: string): QdrantError {
  return new QdrantError(400, `Wrong input: ${detail}`);
}

/** The request contradicts itself, or asks for what its collection is not prepared for. */
export function badRequest(detail: string): QdrantError {
  return new QdrantError(400, `Bad request: ${detail}`);
}

export function notFound(detail: string): QdrantError {
  return new QdrantError(404, `Not found: ${detail}`);
}

/** The real server can do this, ours cannot: said aloud rather than answered wrongly. */
export function unsupported(what: string): QdrantError {
  return new QdrantError(400, `Bad request: ${what} is not supported by the local Qdrant`);
}
