import type { Delivery } from "../delivery/delivery.ts";
import type { Store } from "../store.ts";
import { messageRecord, type JournalRecord } from "./journal-record.ts";

/** The whole state as records, messages in the order in which they were published. */
export function* snapshot(store: Store): Iterable<JournalRecord> {
  for (const config of store.topics.values()) yield { kind: "topic", config };
  for (const { config } of store.subscriptions.values()) yield { kind: "subscription", config };
  for (const deliveries of deliveriesByMessage(store)) {
    const [first] = deliveries;
    if (first === undefined) continue;
    for (const delivery of deliveries) delivery.journaled = true;
    yield messageRecord(first.message, deliveries);
  }
}

function deliveriesByMessage(store: Store): Delivery[][] {
  const byMessage = new Map<string, Delivery[]>();
  for (const subscription of store.subscriptions.values()) {
    for (const delivery of subscription.unacked()) {
      const others = byMessage.get(delivery.message.messageId);
      if (others === undefined) byMessage.set(delivery.message.messageId, [delivery]);
      else others.push(delivery);
    }
  }
  return [...byMessage].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, deliveries]) => deliveries);
}
