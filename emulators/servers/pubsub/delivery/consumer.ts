import type { Delivery } from "./delivery.ts";

/** Where a subscription hands its messages to: a push endpoint, an open stream, a waiting Pull. */
export type Consumer = {
  /** How much it takes now; zero messages when it is busy. */
  room(): { messages: number; bytes: number };
  deliver(deliveries: Delivery[]): void;
  /** The lease of a delivery that it holds is over: acked, refused, or expired. */
  released(delivery: Delivery): void;
  /** The subscription is gone, or no longer of its kind. */
  end(reason: Error): void;
};
