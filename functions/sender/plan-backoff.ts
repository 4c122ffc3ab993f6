import type { ErrorClass } from "../../shared/whatsapp/rules/error-class.ts";

export type Backoff = {
  /** The message, and whatever the scope holds, waits so long. */
  delayMs: number;
  /** What else waits with it. */
  holds: "message" | "contact" | "number" | "account";
};

/** A message that was refused so often is given up. */
export const maxSendAttempts = 20;

type Curve = { firstMs: number; factor: number; maxMs: number };

const second = 1_000;
const minute = 60 * second;

/** By Meta's error code; 131056 grows as Meta asks, 4^X seconds. */
const curves: Record<number, Curve> = {
  4: { firstMs: minute, factor: 2, maxMs: 30 * minute },
  80007: { firstMs: minute, factor: 2, maxMs: 30 * minute },
  130429: { firstMs: second, factor: 2, maxMs: minute },
  131056: { firstMs: 6 * second, factor: 4, maxMs: 10 * minute },
  131057: { firstMs: minute, factor: 2, maxMs: 5 * minute },
  134101: { firstMs: 10 * minute, factor: 1, maxMs: 10 * minute },
};
const otherwise: Curve = { firstMs: second, factor: 2, maxMs: 5 * minute };

/**
 * How long to wait before the message is tried again, and what waits with it. `attempt` is 1 after the first refusal,
 * `chance` 0 to 1: up to half of the wait is added by chance, so that what was refused together does not come back
 * together. What WhatsApp itself asks for is waited at least.
 */
export function planBackoff(refusal: {
  code: number | undefined;
  scope: ErrorClass["scope"];
  attempt: number;
  chance: number;
  retryAfterMs?: number | undefined;
}): Backoff {
  const { firstMs, factor, maxMs } = curves[refusal.code ?? 0] ?? otherwise;
  const grownMs = Math.min(maxMs, firstMs * factor ** Math.max(0, refusal.attempt - 1));
  const delayMs = Math.max(grownMs, refusal.retryAfterMs ?? 0);
  return { delayMs: Math.round(delayMs * (1 + refusal.chance / 2)), holds: heldBy(refusal.scope) };
}

/** Our app's limit is counted for each business account. */
function heldBy(scope: ErrorClass["scope"]): Backoff["holds"] {
  return scope === "app" ? "account" : scope;
}
