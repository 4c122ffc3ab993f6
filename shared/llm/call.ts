import { LlmUnavailable } from "./errors.ts";
import { isBroken, toLlmError } from "./to-llm-error.ts";

export type CallLimits = {
  /** For the whole call, with its repetition and its body. */
  timeoutMs: number;
  /** How often a call is repeated at once when its connection broke; nothing else is repeated here. */
  maxRetries: number;
  signal?: AbortSignal | undefined;
};

/**
 * Runs one call of the official client. A socket that went stale while the instance slept is worth another try at once;
 * whatever a service answered is not, since our caller is delivered its event again after a back-off.
 * Throws the caller's own abort reason when it aborted.
 */
export async function callLlm<T>(limits: CallLimits, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal === undefined ? deadline : AbortSignal.any([limits.signal, deadline]);
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(signal);
    } catch (error) {
      limits.signal?.throwIfAborted();
      if (deadline.aborted) throw new LlmUnavailable("the language model's service took too long");
      if (!isBroken(error) || attempt >= limits.maxRetries) throw toLlmError(error);
    }
  }
}
