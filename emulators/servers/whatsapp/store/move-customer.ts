import type { Customer } from "./customer.ts";
import { addMessage, forgetBsuids, learnBsuids, type State } from "./state.ts";

/** The person goes on with another phone number: same chats, but another user id everywhere. */
export function moveCustomer(state: State, customer: Customer, phone: string): Customer {
  const moved: Customer = { ...customer, phone };
  forgetBsuids(state, customer);
  state.customers.delete(customer.phone);
  state.customers.set(phone, moved);
  learnBsuids(state, moved);
  for (const [key, chat] of state.chats) {
    if (chat.customer !== customer.phone) continue;
    state.chats.delete(key);
    for (const message of chat.messages) {
      message.customer = phone;
      addMessage(state, message);
    }
  }
  return moved;
}
