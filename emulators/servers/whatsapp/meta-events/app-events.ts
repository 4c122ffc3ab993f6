import * as z from "zod";
import { customerPhone } from "../phone/phone-message.ts";
import { showChange, showMessage } from "../phone/show-message.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer } from "../store/state.ts";
import { newWamid } from "../store/wamid.ts";
import { digitsOf } from "../webhook/metadata.ts";
import { numberUpdate } from "../webhook/number-update.ts";
import { metaEvent, numberField, numberOf } from "./meta-event.ts";

const customer = customerPhone.describe("digits of the customer's phone");

/** What the business does in its WhatsApp Business app, beside the API. */
export const appEvents = [
  metaEvent(
    "echo",
    "somebody of the business writes, edits or deletes in the phone app",
    z.strictObject({
      ...numberField,
      customer,
      text: z.string().default("I am looking into it myself."),
      edits: z.string().optional().describe("id of an earlier echo that `text` replaces"),
      deletes: z.string().optional().describe("id of an earlier echo that is taken back"),
      raw: z.record(z.string(), z.unknown()).optional(),
    }),
    (context, { customer: phone, text, edits, deletes, raw, ...given }) => {
      const { state, dispatcher } = context;
      const number = numberOf(context, given);
      const person = ensureCustomer(state, phone);
      const message = echo(phone, number.phoneNumberId, state.nextSequence(), text);
      const target = state.messages.get(edits ?? deletes ?? "");
      if (target === undefined) showMessage(context, message);
      else {
        if (edits === undefined) target.deletedAt = message.at;
        else Object.assign(target, { content: { body: text }, editedAt: message.at });
        showChange(context, target);
      }
      const change =
        edits !== undefined
          ? part("edit", { original_message_id: edits, message: { type: "text", text: { body: text } } })
          : deletes !== undefined
            ? part("revoke", { original_message_id: deletes })
            : part("text", { body: text });
      const item = {
        from: digitsOf(number),
        ...(!person.hidesPhone && { to: phone }),
        to_user_id: userIdOf(person, number.wabaId),
        id: message.wamid,
        timestamp: String(Math.floor(message.at / 1000)),
        ...change,
        ...raw,
      };
      const about = `${number.phoneNumberId} ${phone} echo`;
      dispatcher.tell({ kind: "message_echoes", number, contacts: [], item, about });
      return { wamid: message.wamid };
    },
  ),
  metaEvent(
    "address-book",
    "a contact is added to the phone app's address book, changed or removed",
    z.strictObject({
      ...numberField,
      customer,
      name: z.string().default("Sari Wijaya"),
      action: z.enum(["add", "remove"]).default("add"),
    }),
    (context, { customer: phone, name, action, ...given }) => {
      const number = numberOf(context, given);
      const person = ensureCustomer(context.state, phone);
      const names = { full_name: name, first_name: name.split(" ")[0] };
      const contact = {
        ...(action === "add" && names),
        ...(!person.hidesPhone && { phone_number: phone }),
        user_id: userIdOf(person, number.wabaId),
        ...(person.username !== undefined && { username: person.username }),
      };
      const timestamp = String(Math.floor(Date.now() / 1000));
      const state_sync = [{ type: "contact", contact, action, metadata: { timestamp } }];
      context.dispatcher.tell(numberUpdate(number, "smb_app_state_sync", { state_sync }));
      return {};
    },
  ),
];

function echo(phone: string, phoneNumberId: string, sequence: number, text: string): ChatMessage {
  const at = Date.now();
  return {
    wamid: newWamid(phone),
    sequence,
    phoneNumberId,
    customer: phone,
    direction: "out",
    type: "text",
    content: { body: text },
    at,
    step: "read",
    stepTimes: { sent: at },
    fromApp: true,
  };
}

function part(type: string, content: object): object {
  return { type, [type]: content };
}
