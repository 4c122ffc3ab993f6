import type { Bus } from "../runtime/bus.ts";
import type { Envelope } from "../contracts/envelope.ts";
import type { EventOf, TopicName } from "../contracts/topics.ts";

export type RecordingBus = Bus & {
  /** Every event taken, in order. */
  readonly events: Envelope[];
  /** Those of one topic. */
  of<Name extends TopicName>(topic: Name): EventOf<Name>[];
  /** From now on publishing fails, as when Pub/Sub is away; false ends that. */
  fail(failing: boolean): void;
};

/** Stands where Pub/Sub would, for tests of what a handler publishes; Pub/Sub's own part is tested with its client. */
export function createRecordingBus(): RecordingBus {
  const events: Envelope[] = [];
  let isFailing = false;
  return {
    events,
    of: (topic) => events.filter((event) => event.topic === topic) as never,
    fail(failing) {
      isFailing = failing;
    },
    async publish(published) {
      if (isFailing) throw new Error("Pub/Sub is away");
      events.push(...published);
    },
    async check() {
      if (isFailing) throw new Error("Pub/Sub is away");
    },
    async close() {},
  };
}
