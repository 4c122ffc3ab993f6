/** Failures of Node's network stack that come before the first byte of a request is written. */
const beforeFirstByte = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Why `fetch` cannot have sent anything, or undefined when it may have. */
export function notSentReason(error: unknown): string | undefined {
  const causes = error instanceof Error && error.cause instanceof AggregateError ? error.cause.errors : [];
  const codes = (causes.length > 0 ? causes : [error instanceof Error ? error.cause : undefined]).map(codeOf);
  // Several addresses were tried: each of them has to have failed so.
  if (!codes.every((code) => code !== undefined && beforeFirstByte.has(code))) return undefined;
  return codes[0];
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
