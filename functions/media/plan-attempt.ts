import type { MediaOutcome } from "../../shared/conversations/queries/message-media.ts";

/** `final`: another attempt would find the same. */
export type FetchFailure = { kind: "failed"; reason: string; final?: boolean };

const longestPauseMs = 6 * 3_600_000;

/**
 * What a failed attempt leads to: another one, after a pause that doubles each time up to six hours, with some chance in
 * it so that files which failed together do not come again together; or the end, when Meta has forgotten the file.
 */
export function planAttempt(
  { reason, final = false }: FetchFailure,
  { attempt_count: attempts, expires_at: expiresAt }: { attempt_count: number; expires_at: Date },
  { now, retryMs, random = Math.random }: { now: Date; retryMs: number; random?: () => number },
): MediaOutcome {
  if (final || now >= expiresAt) return { status: "lost", reason };
  const pauseMs = Math.min(retryMs * 2 ** attempts, longestPauseMs) * (0.75 + random() / 2);
  // The last attempt falls within the file's lifetime.
  const nextAttemptAt = new Date(Math.min(now.getTime() + pauseMs, expiresAt.getTime()));
  return { status: "pending", reason, nextAttemptAt };
}
