import type { Outcome } from "../../shared/runtime/on-event.ts";

export type Recorded = {
  outcome: Outcome;
  /** Why the event has to come again. */
  retry?: string;
  /** Why the outlet was paused by this. */
  paused?: string;
};
