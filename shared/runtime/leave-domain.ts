/**
 * Steps out of the `node:domain` in which the framework runs each request. Inside it Node tracks every promise, which
 * costs a function that awaits much a good part of its CPU; its use is to catch what a function throws out of turn,
 * and ours catch their own errors.
 */
export function leaveDomain(): void {
  (process as { domain?: { exit(): void } | null }).domain?.exit();
}
