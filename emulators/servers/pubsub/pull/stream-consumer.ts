import type { Consumer, Delivery } from "../delivery/delivery.ts";
import { messageBytes } from "../delivery/message.ts";

const maxBatch = { messages: 1000, bytes: 4 * 1024 * 1024 };

/** What a stream needs to say; `write` is false while its buffer is full. */
export type DeliveryStream = {
  write(deliveries: Delivery[]): boolean;
  end(reason: Error): void;
};

/** Hands messages to an open stream within the limits that its client set; 0 stands for none. */
export function createStreamConsumer(
  stream: DeliveryStream,
  limits: { messages: number; bytes: number },
): Consumer & { drained(): void } {
  const maxMessages = limits.messages > 0 ? limits.messages : Infinity;
  const maxBytes = limits.bytes > 0 ? limits.bytes : Infinity;
  let messages = 0;
  let bytes = 0;
  let isFull = false;

  return {
    room() {
      if (isFull || bytes >= maxBytes) return { messages: 0, bytes: 0 };
      return {
        messages: Math.min(maxMessages - messages, maxBatch.messages),
        bytes: Math.min(maxBytes - bytes, maxBatch.bytes),
      };
    },
    deliver(deliveries) {
      messages += deliveries.length;
      for (const { message } of deliveries) bytes += messageBytes(message);
      isFull = !stream.write(deliveries);
    },
    released({ message }) {
      messages -= 1;
      bytes -= messageBytes(message);
    },
    end: (reason) => stream.end(reason),
    drained() {
      isFull = false;
    },
  };
}
