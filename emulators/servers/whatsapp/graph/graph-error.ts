import { randomBytes } from "node:crypto";
import { jsonReply, type Reply } from "../http/reply.ts";

type GraphError = {
  code: number;
  message: string;
  details?: string | undefined;
  status?: number | undefined;
  subcode?: number | undefined;
  type?: string | undefined;
  isTransient?: boolean | undefined;
};

/** HTTP status by code, from the December 2025 copy of Meta's error page; 400 for everything else. */
const statuses: Record<number, number> = {
  0: 401,
  190: 401,
  10: 403,
  368: 403,
  130497: 403,
  131005: 403,
  131031: 403,
  132001: 404,
  3: 500,
  131000: 500,
  131016: 500,
  131045: 500,
  131057: 500,
  133000: 500,
  134102: 500,
  2: 503,
  133004: 503,
};

/** An error in Graph's form. */
export function graphError(error: GraphError): Reply {
  const { code, message, details, subcode, type = "OAuthException", isTransient } = error;
  const body = {
    error: {
      message: `(#${code}) ${message}`,
      type,
      code,
      ...(details !== undefined && { error_data: { messaging_product: "whatsapp", details } }),
      ...(subcode !== undefined && { error_subcode: subcode }),
      ...(isTransient === true && { is_transient: true }),
      fbtrace_id: randomBytes(9).toString("base64url"),
    },
  };
  return jsonReply(body, error.status ?? statuses[code] ?? 400);
}

/** Bad request that names the field. */
export function invalidParameter(details: string): Reply {
  return graphError({ code: 100, message: "Invalid parameter", details });
}

/** Graph's answer for what is not there, and equally for what the token may not see. */
export function noSuchObject(id: string): Reply {
  return graphError({
    code: 100,
    subcode: 33,
    type: "GraphMethodException",
    message: `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}
