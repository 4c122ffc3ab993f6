import { setTimeout as sleep } from "node:timers/promises";
import type { Records } from "../disk/records.ts";
import type { PendingMessage } from "../store.ts";

const firstRetryMs = 100;
const maxRetryMs = 5_000;
const batchSize = 100;

type Publish = (message: PendingMessage) => Promise<void>;

export type Outbox = {
  /** Takes a message to be published at least once; it is stored when this returns. */
  add(message: PendingMessage): void;
  /** Publishes what an earlier run left behind. */
  resume(): void;
  /** Starts no more deliveries; what is not published stays stored. */
  close(): void;
};

/**
 * Publishes stored messages, each topic on its own, so that a missing topic holds up no other; failures back off.
 * Without anywhere to publish, messages just stay stored.
 */
export function openOutbox(pending: Records<PendingMessage>, publish: Publish | undefined): Outbox {
  const closing = new AbortController();
  const draining = new Set<string>();

  function drain(topic: string): void {
    if (!publish || draining.has(topic) || closing.signal.aborted) return;
    draining.add(topic);
    // Not in this turn of the event loop: the change that is being announced must be visible first.
    setImmediate(() => {
      void publishAll(topic, publish);
    });
  }

  async function publishAll(topic: string, publishOne: Publish): Promise<void> {
    let retryMs = firstRetryMs;
    while (!closing.signal.aborted) {
      const batch = pending.values().filter((message) => message.topic === topic);
      if (batch.length === 0) break;
      const failed = await publishBatch(batch.slice(0, batchSize), publishOne);
      retryMs = failed ? Math.min(retryMs * 2, maxRetryMs) : firstRetryMs;
      if (failed) await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {});
    }
    draining.delete(topic);
  }

  async function publishBatch(batch: PendingMessage[], publishOne: Publish): Promise<boolean> {
    const outcomes = await Promise.all(
      batch.map(async (message) => {
        try {
          await publishOne(message);
        } catch {
          return false;
        }
        pending.delete(message.id);
        return true;
      }),
    );
    return outcomes.includes(false);
  }

  return {
    add(message) {
      pending.set(message.id, message);
      drain(message.topic);
    },
    resume() {
      for (const { topic } of pending.values()) drain(topic);
    },
    close: () => closing.abort(),
  };
}
