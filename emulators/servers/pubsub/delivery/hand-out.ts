import type { Backlog } from "./backlog.ts";
import type { Consumer, Delivery } from "./delivery.ts";

/** Hands what is ready in a backlog to the consumers that have room, in turn. */
export type HandOut = {
  /** Something became ready, or a consumer has room again. */
  wake(): void;
  attach(consumer: Consumer): void;
  detach(consumer: Consumer): void;
  /** Ends and detaches all consumers. */
  end(reason: Error): void;
};

/** `onTaken` hears of each delivery before its consumer does. */
export function createHandOut(backlog: Backlog, onTaken: (delivery: Delivery) => void): HandOut {
  let consumers: readonly Consumer[] = [];
  let isAwake = false;

  function wake(): void {
    if (isAwake || consumers.length === 0 || !backlog.hasReady()) return;
    isAwake = true;
    // Not at once: the messages of one publish then go out together.
    queueMicrotask(run);
  }

  function run(): void {
    isAwake = false;
    let hasProgress = false;
    for (const consumer of consumers) {
      const room = consumer.room();
      if (room.messages <= 0) continue;
      const taken = backlog.take(room, consumer);
      if (taken.length === 0) break;
      hasProgress = true;
      for (const delivery of taken) onTaken(delivery);
      consumer.deliver(taken);
    }
    // The next round begins with another consumer, so that one alone cannot take everything.
    consumers = [...consumers.slice(1), ...consumers.slice(0, 1)];
    if (hasProgress) wake();
  }

  return {
    wake,
    attach(consumer) {
      consumers = [...consumers, consumer];
      wake();
    },
    detach(consumer) {
      consumers = consumers.filter((other) => other !== consumer);
    },
    end(reason) {
      const ended = consumers;
      consumers = [];
      for (const consumer of ended) consumer.end(reason);
    },
  };
}
