import * as z from "zod";
import type { Context } from "../context.ts";
import { customerPhone } from "../phone/phone-message.ts";
import { type Customer, userIdOf } from "../store/customer.ts";
import { moveCustomer } from "../store/move-customer.ts";
import { ensureCustomer, forgetBsuids, learnBsuids } from "../store/state.ts";
import { newWamid } from "../store/wamid.ts";
import { metaEvent } from "./meta-event.ts";

const customer = customerPhone.describe("digits of the customer's phone");

/** A customer who becomes somebody else to the business. */
export const identityEvents = [
  metaEvent(
    "change-number",
    "a customer moves to another phone number: every outlet that they chat with hears of it",
    z.strictObject({ customer, to: customerPhone.describe("digits of the new one") }),
    (context, given) => {
      const before = ensureCustomer(context.state, given.customer);
      const after = moveCustomer(context.state, before, given.to);
      return tellChange(context, "user_changed_number", before, after);
    },
  ),
  metaEvent(
    "change-user-id",
    "Meta gives a customer new user ids",
    z.strictObject({ customer }),
    (context, given) => {
      const after = ensureCustomer(context.state, given.customer);
      const before = { ...after };
      forgetBsuids(context.state, before);
      after.userIdChanges = (before.userIdChanges ?? 0) + 1;
      context.state.customers.set(after.phone, after);
      learnBsuids(context.state, after);
      return tellChange(context, "user_changed_user_id", before, after);
    },
  ),
];

/** A `system` message to each number; such a value has no contacts. */
function tellChange(
  { state, dispatcher }: Context,
  type: "user_changed_number" | "user_changed_user_id",
  before: Customer,
  after: Customer,
): object {
  const chats = [...state.chats.values()].filter((chat) => chat.customer === after.phone);
  const words =
    type === "user_changed_number" ? `${before.phone} to ${after.phone}` : "one user id to another";
  const wamids: string[] = [];
  for (const { phoneNumberId } of chats) {
    const number = state.numbers.get(phoneNumberId);
    if (number === undefined) continue;
    const wamid = newWamid(before.phone);
    wamids.push(wamid);
    const item = {
      ...(!before.hidesPhone && { from: before.phone }),
      from_user_id: userIdOf(before, number.wabaId),
      id: wamid,
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: "system",
      system: {
        body: `User ${after.name} changed from ${words}`,
        ...(!after.hidesPhone && { wa_id: after.phone }),
        type,
        user_id: userIdOf(after, number.wabaId),
        previous_user_id: userIdOf(before, number.wabaId),
      },
    };
    const about = `${phoneNumberId} ${before.phone} system`;
    dispatcher.tell({ kind: "messages", number, contacts: [], item, about });
  }
  return { wamids };
}
