import type { ClientRequest } from "node:http";
import type { Consumer, Delivery } from "../delivery/delivery.ts";
import type { Subscription } from "../delivery/subscription.ts";
import type { PostPush, PushOutcome } from "./post-push.ts";
import { pushEnvelope } from "./push-envelope.ts";

const window = { least: 4, first: 16 };
const firstPauseMs = 100;
const longestPauseMs = 1000;

/**
 * Posts a subscription's messages to its endpoint. The flow window grows with each ack and shrinks with each refusal.
 * While the endpoint cannot be reached (its function restarts) one message at a time probes it, ever more rarely; such
 * a probe is no delivery attempt, so that a restart sends nothing to the dead letters.
 */
export function createPushConsumer(
  subscription: Subscription,
  post: PostPush,
  maxInFlight: number,
): Consumer {
  const inFlight = new Map<Delivery, ClientRequest>();
  let size = Math.min(window.first, maxInFlight);
  let pauseMs = 0;
  let pauseTimer: NodeJS.Timeout | undefined;
  let hasEnded = false;

  function shrink(): void {
    size = Math.max(size - 1, Math.min(window.least, maxInFlight));
  }

  function pause(): void {
    if (pauseTimer !== undefined || hasEnded) return;
    pauseMs = Math.min(pauseMs === 0 ? firstPauseMs : pauseMs * 2, longestPauseMs);
    pauseTimer = setTimeout(() => {
      pauseTimer = undefined;
      subscription.wake();
    }, pauseMs);
  }

  function conclude(delivery: Delivery, outcome: PushOutcome): void {
    inFlight.delete(delivery);
    if (outcome === "unreachable") {
      pause();
      subscription.takeBack(delivery);
      return;
    }
    pauseMs = 0;
    if (outcome === "acked") {
      size = Math.min(size + 1, maxInFlight);
      subscription.settle(delivery);
    } else {
      shrink();
      subscription.refuse(delivery);
    }
  }

  return {
    room() {
      if (pauseTimer !== undefined || hasEnded) return { messages: 0, bytes: 0 };
      return { messages: (pauseMs > 0 ? 1 : size) - inFlight.size, bytes: Infinity };
    },
    deliver(deliveries) {
      const withAttempt = subscription.rules.deadLetter !== undefined;
      for (const delivery of deliveries) {
        const request = post(pushEnvelope(delivery, withAttempt), (outcome) => {
          // After its deadline a delivery may already be on its way again, in another request.
          if (inFlight.get(delivery) === request) conclude(delivery, outcome);
        });
        inFlight.set(delivery, request);
      }
    },
    released(delivery) {
      const late = inFlight.get(delivery);
      if (late === undefined) return;
      inFlight.delete(delivery);
      shrink();
      late.destroy();
    },
    end() {
      hasEnded = true;
      clearTimeout(pauseTimer);
    },
  };
}
