import { HttpProblem } from "../../../shared/runtime/errors.ts";

export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Guards a change against one that the client has not seen: throws when If-Match (RFC 9110 §13.1.1), or else the body's
 * `version`, does not name the present version. Clients that send neither overwrite.
 */
export function requireVersion(
  present: number,
  expected: { ifMatch: string | undefined; version?: number | undefined },
): void {
  const { ifMatch, version } = expected;
  if (ifMatch !== undefined && ifMatch.trim() !== "*") {
    // Weak tags never match: If-Match compares strongly.
    const tags = ifMatch.split(",").map((tag) => tag.trim());
    if (!tags.includes(etagOf(present))) throw stale(present);
  }
  if (version !== undefined && version !== present) throw stale(present);
}

function stale(present: number): HttpProblem {
  return new HttpProblem("precondition-failed", `Its version is ${present} now: read it again.`, {
    headers: { etag: etagOf(present) },
  });
}
