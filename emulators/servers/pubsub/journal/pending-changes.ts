import type { Delivery } from "../delivery/delivery.ts";
import type { Message } from "../delivery/message.ts";
import { messageRecord, type JournalRecord } from "./journal-record.ts";

/**
 * Changes since the last write. A message that is published and acked in between, as most are, leaves no trace: under
 * load the journal costs next to nothing.
 */
export type PendingChanges = {
  add(record: JournalRecord): void;
  published(message: Message, deliveries: Delivery[]): void;
  attempted(delivery: Delivery): void;
  settled(delivery: Delivery): void;
  /** Empties it, and gives the records back in the order in which they must be read. */
  take(): JournalRecord[];
};

export function createPendingChanges(): PendingChanges {
  let changes: (JournalRecord | { kind: "published"; message: Message; deliveries: Delivery[] })[] = [];
  let attempted = new Set<Delivery>();
  let acked = new Map<string, string[]>();

  return {
    add: (record) => void changes.push(record),
    published: (message, deliveries) => void changes.push({ kind: "published", message, deliveries }),
    attempted(delivery) {
      if (delivery.journaled) attempted.add(delivery);
    },
    settled(delivery) {
      if (!delivery.journaled) return;
      attempted.delete(delivery);
      const ids = acked.get(delivery.subscription);
      if (ids === undefined) acked.set(delivery.subscription, [delivery.message.messageId]);
      else ids.push(delivery.message.messageId);
    },
    take() {
      const records: JournalRecord[] = [];
      for (const change of changes) {
        if (change.kind !== "published") {
          records.push(change);
          continue;
        }
        const open = change.deliveries.filter(({ state }) => state !== "done");
        if (open.length === 0) continue;
        for (const delivery of open) delivery.journaled = true;
        records.push(messageRecord(change.message, open));
      }
      for (const { subscription, message, attempts } of attempted) {
        records.push({ kind: "attempts", subscription, messageId: message.messageId, attempts });
      }
      for (const [subscription, messageIds] of acked)
        records.push({ kind: "acked", subscription, messageIds });
      changes = [];
      attempted = new Set();
      acked = new Map();
      return records;
    },
  };
}
