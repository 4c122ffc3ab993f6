import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "../options.ts";
import type { Collection } from "../store/collection.ts";
import { postWebhook } from "./post-webhook.ts";

/** A webhook that was not yet answered with 200. */
export type PendingDelivery = {
  id: string;
  /** The exact bytes, which are what is signed. */
  body: string;
  createdAt: number;
  attempts: number;
  notBefore: number;
  inboundWamids: string[];
};

export type DeliveryQueue = {
  add(delivery: {
    body: string;
    inboundWamids: string[];
    delayMs?: number | undefined;
    inOrder: boolean;
  }): void;
  /** Starts what is due, such as after the address became known. */
  wake(): void;
  stats(): { pending: number; inFlight: number; delivered: number; givenUp: number };
  /** Stops sending; what is pending stays in the collection. */
  close(): Promise<void>;
};

type Parts = {
  pending: Collection<PendingDelivery>;
  settings: Settings;
  url: () => string | undefined;
  delivered: (inboundWamids: string[]) => void;
};

/** Posts webhooks concurrently, each until it is answered with 200: again at once, then ever more seldom. */
export function createDeliveryQueue({ pending, settings, url, delivered }: Parts): DeliveryQueue {
  const { retry } = settings;
  const ready: string[] = [...pending.values()].map(({ id }) => id);
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const counts = { delivered: 0, givenUp: 0 };
  const stop = new AbortController();
  let ordered = Promise.resolve();

  function wake(): void {
    while (!stop.signal.aborted && url() !== undefined && running.size < settings.webhookConcurrency) {
      const delivery = pending.get(ready.shift() ?? "");
      if (delivery === undefined) {
        if (ready.length === 0) return;
        continue;
      }
      const waitMs = delivery.notBefore - Date.now();
      if (waitMs > 0) later(delivery.id, waitMs);
      else track(attempt(delivery));
    }
  }

  function track(work: Promise<void>): void {
    const done = work.finally(() => {
      running.delete(done);
      wake();
    });
    running.add(done);
  }

  function later(id: string, waitMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(id);
      wake();
    }, waitMs);
    timers.add(timer);
  }

  async function attempt(delivery: PendingDelivery): Promise<void> {
    const target = url();
    if (target === undefined || stop.signal.aborted) return;
    const { appSecret, webhookTimeoutMs: timeoutMs } = settings;
    const status = await postWebhook(delivery.body, {
      url: target,
      appSecret,
      timeoutMs,
      signal: stop.signal,
    });
    if (status === 200) {
      pending.delete(delivery.id);
      counts.delivered += 1;
      delivered(delivery.inboundWamids);
    } else if (!stop.signal.aborted) retryLater(delivery);
  }

  function retryLater(delivery: PendingDelivery): void {
    if (Date.now() - delivery.createdAt > retry.giveUpAfterMs) {
      pending.delete(delivery.id);
      counts.givenUp += 1;
      return;
    }
    const pauseMs = delivery.attempts === 0 ? 0 : retry.baseMs * 2 ** Math.min(delivery.attempts - 1, 20);
    delivery.attempts += 1;
    delivery.notBefore = Date.now() + Math.min(pauseMs, retry.maxMs);
    pending.set(delivery.id, delivery);
    later(delivery.id, Math.min(pauseMs, retry.maxMs));
  }

  /** Only the first attempts keep their order; a failed one must not hold up the rest. */
  async function attemptAfter(before: Promise<void>, delivery: PendingDelivery): Promise<void> {
    await before;
    await sleep(Math.max(delivery.notBefore - Date.now(), 0), undefined, { signal: stop.signal }).catch(
      () => 0,
    );
    if (url() === undefined) {
      ready.push(delivery.id);
      return;
    }
    const work = attempt(delivery);
    track(work);
    await work;
  }

  return {
    add({ body, inboundWamids, delayMs = 0, inOrder }) {
      const now = Date.now();
      const delivery = {
        id: randomUUID(),
        body,
        createdAt: now,
        attempts: 0,
        notBefore: now + delayMs,
        inboundWamids,
      };
      pending.set(delivery.id, delivery);
      if (inOrder) {
        ordered = attemptAfter(ordered, delivery);
        return;
      }
      ready.push(delivery.id);
      wake();
    },
    wake,
    stats: () => ({ pending: pending.size, inFlight: running.size, ...counts }),
    async close() {
      stop.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled([...running, ordered]);
    },
  };
}
