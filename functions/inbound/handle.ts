import type { EventOf } from "../../shared/contracts/topics.ts";
import {
  type InboundMessage,
  isFromCustomer,
  readEcho,
  readInboundMessage,
} from "../../shared/whatsapp/reading/inbound-message.ts";
import { notAfter } from "../../shared/contracts/loose-json.ts";
import { lockHome } from "../../shared/outlets/queries/outlet-homes.ts";
import { atHome, movedAway } from "../../shared/outlets/at-home.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { DuplicateMessage, type Item } from "./item.ts";
import { storeChange } from "./store-change.ts";
import { storeCustomerMessage } from "./store-customer-message.ts";
import { storeReportedMessage } from "./store-reported-message.ts";
import type { InboundServices } from "./services.ts";

type Received = EventOf<"message.received">;

/**
 * Stores what a customer wrote, or the business in its phone app, or either of them long ago, once, in its
 * conversation; and decides who answers it, which is only ever a new message of a customer.
 */
export async function handle(event: Received, services: InboundServices): Promise<Outcome> {
  const { message, direction } = readMessage(event);
  const { data } = event;
  const named = { phoneNumberId: data.phoneNumberId, businessAccountId: data.wabaId };
  const receivedAt = new Date(data.receivedAt);
  const sentAt = notAfter(receivedAt, message.sentAt);
  try {
    return await atHome(services, named, async ({ outletId, tenantId }) =>
      inWork(services, tenantId, event, async (work) => {
        const tenant = await lockHome(work.trx, outletId, named);
        if (tenant === undefined) return movedAway;
        // All that it has is being removed: nothing may be added, and nothing of this event is kept.
        if (tenant.status === "erasing") return { outcome: "tenant-erasing" };
        const raw = services.config.KEEP_RAW_DAYS === 0 ? undefined : data.message;
        const item: Item = { ...work, tenant, outletId, data, message, raw, direction, sentAt, receivedAt };
        if (message.change !== undefined) return storeChange(item, message.change);
        if (data.source === "message") return storeCustomerMessage(item, services);
        return storeReportedMessage(item);
      }),
    );
  } catch (error) {
    if (error instanceof DuplicateMessage) return { outcome: "duplicate" };
    throw error;
  }
}

function readMessage({ data }: Received): { message: InboundMessage; direction: Item["direction"] } {
  const isCustomers =
    data.source === "message" || (data.source === "history" && isFromCustomer(data.message, data.contact));
  const message = isCustomers
    ? readInboundMessage(data.message, data.contact)
    : readEcho(data.message, data.contact);
  if (message === undefined)
    throw new Permanent("no-sender", "nothing in the message says who wrote it, or an id in it can be none");
  return { message, direction: isCustomers ? "inbound" : "outbound" };
}
