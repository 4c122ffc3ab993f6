import type { Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";
import type { State } from "../store/state.ts";
import { graphError, invalidParameter } from "./graph-error.ts";
import { waIdOf } from "./wa-id.ts";
import type { GraphMessage } from "./message-schema.ts";

export type Recipient = { input: string; phone: string; addressedBy: "phone" | "bsuid" };

const bsuid = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Who the message is for; `to` (a phone) wins over `recipient` (a BSUID). */
export function recipientOf(state: State, number: BusinessNumber, message: GraphMessage): Recipient | Reply {
  const { to, recipient } = message;
  if (to !== undefined) {
    const phone = to.replaceAll(/[\s()+.-]/g, "");
    if (!/^\d{5,15}$/.test(phone))
      return invalidParameter("Param to: must be a phone number with country code");
    if (phone === number.displayPhoneNumber.replaceAll(/\D/g, ""))
      return graphError({ code: 131021, message: "Recipient cannot be sender" });
    return { input: to, phone: waIdOf(state, phone), addressedBy: "phone" };
  }
  if (recipient === undefined) return invalidParameter("Param to: one of to and recipient is required");
  const phone = bsuid.test(recipient) ? state.phonesByBsuid.get(recipient) : undefined;
  if (phone === undefined)
    return invalidParameter("Param recipient: is not a user id known to this business");
  return { input: recipient, phone, addressedBy: "bsuid" };
}
