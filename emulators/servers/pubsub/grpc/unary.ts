import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { toStatusError } from "./status-error.ts";

/** A unary handler from a function: what it returns is the response, what it throws is the status. */
export function unary<Request, Response>(
  handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, respond) => {
    try {
      const result = handle(call.request, call);
      if (result instanceof Promise) {
        result.then(
          (response) => respond(null, response),
          (error: unknown) => respond(toStatusError(error)),
        );
      } else {
        respond(null, result);
      }
    } catch (error) {
      respond(toStatusError(error));
    }
  };
}
