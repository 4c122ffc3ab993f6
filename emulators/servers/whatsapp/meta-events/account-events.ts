import * as z from "zod";
import { customerPhone } from "../phone/phone-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer } from "../store/state.ts";
import { accountUpdate } from "../webhook/account-update.ts";
import { contactOf } from "../webhook/contact.ts";
import { numberUpdate } from "../webhook/number-update.ts";
import { metaEvent, numberField, numberOf } from "./meta-event.ts";

/** What concerns an account, a number or what a customer allows. */
export const accountEvents = [
  metaEvent(
    "number-quality",
    "a number's quality, limit or throughput changes",
    z.strictObject({
      ...numberField,
      event: z
        .enum(["ONBOARDING", "THROUGHPUT_UPGRADE", "UPGRADE", "DOWNGRADE", "FLAGGED", "UNFLAGGED"])
        .default("FLAGGED"),
      limit: z.enum(["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]).default("TIER_2K"),
    }),
    (context, { event, limit, ...given }) => {
      const { wabaId, displayPhoneNumber } = numberOf(context, given);
      const value = {
        display_phone_number: displayPhoneNumber.replaceAll(/\D/g, ""),
        event,
        max_daily_conversations_per_business: limit,
      };
      context.dispatcher.tell(accountUpdate(wabaId, "phone_number_quality_update", value));
      return {};
    },
  ),
  metaEvent(
    "account",
    "Meta restricts, disables, deletes, disconnects … an account",
    z.strictObject({
      ...numberField,
      event: z.enum([
        "ACCOUNT_DELETED",
        "ACCOUNT_VIOLATION",
        "ACCOUNT_RESTRICTION",
        "ACCOUNT_OFFBOARDED",
        "ACCOUNT_RECONNECTED",
        "DISABLED_UPDATE",
        "PARTNER_ADDED",
        "PARTNER_REMOVED",
      ]),
      detail: z
        .string()
        .optional()
        .describe("of a violation, restriction or ban, such as RESTRICTED_CUSTOMER_INITIATED_MESSAGING"),
    }),
    (context, { event, detail, ...given }) => {
      const { wabaId } = numberOf(context, given);
      const value = { event, ...accountDetail(event, detail, wabaId) };
      context.dispatcher.tell(accountUpdate(wabaId, "account_update", value));
      return {};
    },
  ),
  metaEvent(
    "preference",
    "a customer stops or resumes marketing messages in WhatsApp's own settings",
    z.strictObject({
      ...numberField,
      customer: customerPhone.describe("digits of the customer's phone"),
      value: z.enum(["stop", "resume"]).default("stop"),
    }),
    (context, { customer: phone, value, ...given }) => {
      const number = numberOf(context, given);
      const customer = ensureCustomer(context.state, phone);
      const preference = {
        ...(!customer.hidesPhone && { wa_id: phone }),
        user_id: userIdOf(customer, number.wabaId),
        detail: `User requested to ${value} marketing messages`,
        category: "marketing_messages",
        value,
        timestamp: Math.floor(Date.now() / 1000),
      };
      const contacts = [contactOf(customer, number.wabaId)];
      const told = { contacts, user_preferences: [preference] };
      context.dispatcher.tell(numberUpdate(number, "user_preferences", told));
      return {};
    },
  ),
];

function accountDetail(event: string, detail: string | undefined, wabaId: string): object {
  switch (event) {
    case "ACCOUNT_VIOLATION":
      return { violation_info: { violation_type: detail ?? "SPAM" } };
    case "ACCOUNT_RESTRICTION": {
      const type = detail ?? "RESTRICTED_BIZ_INITIATED_MESSAGING";
      const expiration = Math.floor(Date.now() / 1000) + 3 * 86_400;
      return { restriction_info: [{ restriction_type: type, expiration }] };
    }
    case "DISABLED_UPDATE":
      return { ban_info: { waba_ban_state: detail ?? "DISABLE", waba_ban_date: new Date().toDateString() } };
    case "PARTNER_ADDED":
    case "PARTNER_REMOVED":
      return { waba_info: { waba_id: wabaId, owner_business_id: "2329417887457253" } };
    default:
      return {};
  }
}
