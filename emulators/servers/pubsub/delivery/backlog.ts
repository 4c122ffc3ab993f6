import type { Consumer } from "./delivery.ts";
import { newDelivery, type Delivery } from "./delivery.ts";
import { createFifo, type Fifo } from "./fifo.ts";
import { messageBytes, type Message } from "./message.ts";

/** The messages of one subscription that are not acked yet, and which of them may be handed out. Every step is O(1). */
export type Backlog = {
  add(message: Message, attempts: number): Delivery;
  find(messageId: string): Delivery | undefined;
  /** Hands out what is ready, oldest first, at most so much (but one message whatever its size). */
  take(room: { messages: number; bytes: number }, holder: Consumer): Delivery[];
  /** Puts a delivery that was handed out back among those that are ready. */
  makeReady(delivery: Delivery): void;
  /** Removes a delivery for good; the next message of its ordering key becomes ready. */
  settle(delivery: Delivery): void;
  hasReady(): boolean;
  readonly size: number;
  /** Oldest first. */
  all(): Iterable<Delivery>;
};

/** With `ordered`, one message per ordering key is out at a time, so a refused one holds back its key and no other. */
export function createBacklog(subscription: string, ordered: boolean): Backlog {
  const unacked = new Map<string, Delivery>();
  const ready = createFifo<Delivery>();
  // What waits behind the first unacked message of each ordering key.
  const lanes = new Map<string, Fifo<Delivery>>();

  function makeReady(delivery: Delivery): void {
    delivery.state = "ready";
    ready.push(delivery);
  }

  function advanceLane(key: string): void {
    const lane = lanes.get(key);
    for (let next = lane?.shift(); next !== undefined; next = lane?.shift()) {
      if (next.state === "behind") {
        makeReady(next);
        return;
      }
    }
    lanes.delete(key);
  }

  return {
    add(message, attempts) {
      const delivery = newDelivery(message, subscription, attempts);
      unacked.set(message.messageId, delivery);
      const lane = ordered && message.orderingKey !== "" ? lanes.get(message.orderingKey) : undefined;
      if (lane !== undefined) {
        delivery.state = "behind";
        lane.push(delivery);
      } else {
        if (ordered && message.orderingKey !== "") lanes.set(message.orderingKey, createFifo());
        ready.push(delivery);
      }
      return delivery;
    },
    find: (messageId) => unacked.get(messageId),
    take(room, holder) {
      const taken: Delivery[] = [];
      let bytes = 0;
      while (taken.length < room.messages && bytes < room.bytes) {
        const delivery = ready.shift();
        if (delivery === undefined) break;
        // One that was acked late, while it waited to be handed out again.
        if (delivery.state !== "ready") continue;
        delivery.state = "leased";
        delivery.holder = holder;
        delivery.lease += 1;
        delivery.attempts += 1;
        bytes += messageBytes(delivery.message);
        taken.push(delivery);
      }
      return taken;
    },
    makeReady,
    settle(delivery) {
      const wasBehind = delivery.state === "behind";
      delivery.state = "done";
      unacked.delete(delivery.message.messageId);
      if (ordered && !wasBehind && delivery.message.orderingKey !== "")
        advanceLane(delivery.message.orderingKey);
    },
    hasReady: () => ready.size > 0,
    get size() {
      return unacked.size;
    },
    all: () => unacked.values(),
  };
}
