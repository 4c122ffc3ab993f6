import { type Customer, userIdOf } from "../store/customer.ts";
import type { UpdateContact } from "./update.ts";

/** The customer in `value.contacts`. */
export function contactOf(
  customer: Customer,
  wabaId: string,
  phoneIsShown = !customer.hidesPhone,
): UpdateContact {
  const { name, username, phone } = customer;
  return {
    profile: { name, ...(username !== undefined && { username }) },
    ...(phoneIsShown && { wa_id: phone }),
    user_id: userIdOf(customer, wabaId),
  };
}
