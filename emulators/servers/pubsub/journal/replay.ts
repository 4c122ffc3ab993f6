import type { Store } from "../store.ts";
import { recordedMessage, type JournalRecord } from "./journal-record.ts";

/** Brings an empty store to the state that the records tell. */
export function replay(records: Iterable<JournalRecord>, store: Store): void {
  for (const record of records) apply(record, store);
}

function apply(record: JournalRecord, store: Store): void {
  switch (record.kind) {
    case "topic":
      store.saveTopic(record.config);
      break;
    case "topic-gone":
      store.deleteTopic(record.name);
      break;
    case "subscription":
      store.saveSubscription(record.config);
      break;
    case "subscription-gone":
      store.deleteSubscription(record.name);
      break;
    case "message":
      restoreMessage(record, store);
      break;
    case "attempts": {
      const delivery = store.subscriptions.get(record.subscription)?.find(record.messageId);
      if (delivery !== undefined) delivery.attempts = record.attempts;
      break;
    }
    case "acked":
      for (const messageId of record.messageIds) {
        const subscription = store.subscriptions.get(record.subscription);
        const delivery = subscription?.find(messageId);
        if (delivery !== undefined) subscription?.settle(delivery);
      }
      break;
  }
}

function restoreMessage(record: JournalRecord & { kind: "message" }, store: Store): void {
  const message = recordedMessage(record);
  for (const [name, attempts] of record.to) store.subscriptions.get(name)?.restore(message, attempts);
}
