import type { Consumer, Delivery } from "../delivery/delivery.ts";
import type { Subscription } from "../delivery/subscription.ts";

// Under the official client's own time limit of a minute.
const longestWaitMs = 20_000;
const maxResponseBytes = 4 * 1024 * 1024;

/** Messages for one Pull: waits for the first one, unless `isImmediate`; empty when none came or `signal` aborted. */
export async function pull(
  subscription: Subscription,
  options: { maxMessages: number; isImmediate: boolean; signal: AbortSignal },
): Promise<Delivery[]> {
  return new Promise((resolve, reject) => {
    const finish = (deliveries: Delivery[]): void => {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", giveUp);
      subscription.detach(consumer);
      resolve(deliveries);
    };
    const giveUp = (): void => finish([]);
    const consumer: Consumer = {
      room: () => ({ messages: options.maxMessages, bytes: maxResponseBytes }),
      deliver: finish,
      released() {},
      end(reason) {
        clearTimeout(timer);
        reject(reason);
      },
    };
    // Attached first: what is ready is handed out in a microtask, before any timer fires.
    const timer = setTimeout(giveUp, options.isImmediate ? 0 : longestWaitMs);
    options.signal.addEventListener("abort", giveUp);
    subscription.attach(consumer);
  });
}
