import type { Envelope } from "../../shared/contracts/envelope.ts";
import type { WebhookItem } from "./split-webhook.ts";
import { type Cause, newEvent } from "../../shared/runtime/new-event.ts";

/** A rejected part is kept up to this many characters, well within Pub/Sub's 10 MB. */
const keptCharacters = 3_500_000;

/** The event that carries an item on. */
export function toEvent(item: WebhookItem, receivedAt: string, cause: Cause): Envelope {
  switch (item.kind) {
    case "message": {
      const { kind: _, ...data } = item;
      return newEvent("message.received", { ...data, receivedAt }, cause);
    }
    case "status": {
      const { kind: _, ...data } = item;
      return newEvent("status.received", { ...data, receivedAt }, cause);
    }
    case "account": {
      const { kind: _, ...data } = item;
      return newEvent("account.updated", { ...data, receivedAt }, cause);
    }
    case "rejected":
      return rejectedEvent(item.reason, JSON.stringify(item.part) ?? "", receivedAt, cause);
  }
}

export function rejectedEvent(reason: string, body: string, receivedAt: string, cause: Cause): Envelope {
  return newEvent("webhook.rejected", { receivedAt, reason, body: body.slice(0, keptCharacters) }, cause);
}
