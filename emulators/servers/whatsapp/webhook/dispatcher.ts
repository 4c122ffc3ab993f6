import type { FaultState } from "../faults/fault-state.ts";
import type { DeliveryQueue } from "./delivery-queue.ts";
import { envelope } from "./envelope.ts";
import { metaJson } from "./meta-json.ts";
import { accountOf, type Update } from "./update.ts";

export type Dispatcher = {
  tell(update: Update): void;
  /** Sends what is held for a group. */
  flush(): void;
};

type Parts = {
  faults: FaultState;
  queue: DeliveryQueue;
  /** Whether the account's events go to the app. */
  isSubscribed(wabaId: string): boolean;
};

/** Turns updates into webhook bodies, one each unless the fault plan duplicates, drops, shuffles or groups them. */
export function createDispatcher({ faults, queue, isSubscribed }: Parts): Dispatcher {
  let held: Update[] = [];
  let timer: NodeJS.Timeout | undefined;

  function tell(update: Update): void {
    if (!isSubscribed(accountOf(update))) return;
    const webhook = faults.plan().webhook ?? {};
    if (update.kind === "statuses" && faults.hits(webhook.dropStatusRate, "drop", update.about)) return;
    const copies = faults.hits(webhook.duplicateRate, "duplicate", update.about)
      ? [update, update]
      : [update];
    const groupSize = Math.max(webhook.reorder ?? 1, webhook.batch ?? 1);
    if (groupSize === 1) {
      for (const copy of copies) send([copy], false);
      return;
    }
    for (const copy of copies) {
      held.push(copy);
      if (held.length >= groupSize) flush();
    }
    clearTimeout(timer);
    if (held.length > 0) timer = setTimeout(flush, webhook.groupWaitMs ?? 250);
  }

  function flush(): void {
    clearTimeout(timer);
    const { reorder, batch = 1 } = faults.plan().webhook ?? {};
    const updates = reorder === undefined ? held : shuffled(held);
    held = [];
    for (let start = 0; start < updates.length; start += batch)
      send(updates.slice(start, start + batch), reorder !== undefined);
  }

  function shuffled(updates: Update[]): Update[] {
    return updates
      .map((update) => ({ update, rank: faults.rank(update.about) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ update }) => update);
  }

  function send(updates: Update[], inOrder: boolean): void {
    const inboundWamids = updates.flatMap((update) =>
      update.kind === "value" ? [] : (update.inboundWamid ?? []),
    );
    const delayMs = faults.plan().webhook?.delayMs;
    queue.add({ body: metaJson(envelope(updates)), inboundWamids, delayMs, inOrder });
  }

  return { tell, flush };
}
