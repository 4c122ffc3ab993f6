import { status } from "@grpc/grpc-js";

/** An error that a client sees as a gRPC status; texts follow the real service's. */
export type StatusError = Error & { code: status; details: string };

export function notFound(resource: string): StatusError {
  return statusError(status.NOT_FOUND, `Resource not found (resource=${resource}).`);
}

export function alreadyExists(resource: string): StatusError {
  return statusError(status.ALREADY_EXISTS, `Resource already exists in the project (resource=${resource}).`);
}

export function invalidArgument(details: string): StatusError {
  return statusError(status.INVALID_ARGUMENT, details);
}

export function failedPrecondition(details: string): StatusError {
  return statusError(status.FAILED_PRECONDITION, details);
}

/** Clients try again. */
export function unavailable(details: string): StatusError {
  return statusError(status.UNAVAILABLE, details);
}

/** What any thrown value becomes on the wire; a bug is INTERNAL, with its message. */
export function toStatusError(thrown: unknown): StatusError {
  if (thrown instanceof Error && "code" in thrown && "details" in thrown) return thrown as StatusError;
  return statusError(status.INTERNAL, thrown instanceof Error ? thrown.message : String(thrown));
}

function statusError(code: status, details: string): StatusError {
  return Object.assign(new Error(details), { code, details });
}
