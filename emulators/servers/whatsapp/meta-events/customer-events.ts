import * as z from "zod";
import type { Context } from "../context.ts";
import { customerPhone } from "../phone/phone-message.ts";
import { receiveMessage } from "../phone/receive-message.ts";
import { newWamid } from "../store/wamid.ts";
import { messageUpdate } from "../webhook/message-update.ts";
import { unsupportedPart, webhookError } from "../webhook/webhook-error.ts";
import { metaEvent, numberField, numberOf } from "./meta-event.ts";

const parties = { customer: customerPhone.describe("digits of the customer's phone"), ...numberField };

async function receive(
  context: Context,
  { customer, number }: { customer: string; number?: string | undefined },
  raw: Record<string, unknown>,
): Promise<object> {
  const to = numberOf(context, { number }).phoneNumberId;
  const message = await receiveMessage(context, { from: customer, to, raw });
  return { wamid: message?.wamid };
}

/** What comes as a customer's message without being written on the phone page. */
export const customerEvents = [
  metaEvent(
    "advertisement",
    "a customer writes through a click-to-WhatsApp ad",
    z.strictObject({
      ...parties,
      text: z.string().default("Hello! Can I get more info on this?"),
      headline: z.string().default("Chat with us"),
      source: z.string().default("ad"),
    }),
    (context, { text, headline, source, ...given }) =>
      receive(context, given, {
        type: "text",
        text: { body: text },
        referral: {
          source_url: "https://fb.me/3cr4Wqqkv",
          source_id: "120226305854810726",
          source_type: source,
          headline,
          body: "Answers within minutes",
          media_type: "image",
          image_url: "https://scontent.xx.fbcdn.net/advertisement.jpg",
          ctwa_clid: "Aff-n8ZTODiE79d22KtAwQKj9e",
          welcome_message: { text: "Hi there! How can we help?" },
        },
      }),
  ),
  metaEvent(
    "unsupported",
    "a customer sends what WhatsApp does not convey",
    z.strictObject({ ...parties, type: z.string().optional().describe("such as poll_creation") }),
    (context, { type, ...given }) =>
      receive(context, given, { type: "unsupported", ...unsupportedPart(type) }),
  ),
  metaEvent(
    "lost-media",
    "a customer sends a file that Meta could not fetch",
    z.strictObject({ ...parties, kind: z.enum(["image", "video", "audio", "document"]).default("image") }),
    (context, { kind, ...given }) => {
      const title = "Media download error";
      const details = "Failed to download the media from the sender.";
      const errors = [webhookError({ code: 131052, title, details })];
      return receive(context, given, { type: kind, [kind]: {}, errors });
    },
  ),
  metaEvent(
    "order",
    "a customer sends a cart of the catalogue",
    z.strictObject({
      ...parties,
      product: z.string().default("sku-1"),
      quantity: z.coerce.number().int().positive().default(1),
      price: z.coerce.number().default(7.99),
      currency: z.string().default("USD"),
      text: z.string().optional(),
    }),
    (context, { product, quantity, price, currency, text, ...given }) => {
      const items = [{ product_retailer_id: product, quantity, item_price: price, currency }];
      const order = {
        catalog_id: "194836987003835",
        ...(text !== undefined && { text }),
        product_items: items,
      };
      return receive(context, given, { type: "order", order });
    },
  ),
  metaEvent(
    "call-permission",
    "a customer allows or refuses calls",
    z.strictObject({
      ...parties,
      response: z.enum(["accept", "reject"]).default("accept"),
      permanent: z.stringbool().or(z.boolean()).default(false),
    }),
    (context, { response, permanent, ...given }) => {
      const reply = {
        response,
        is_permanent: permanent,
        ...(response === "accept" &&
          !permanent && { expiration_timestamp: Math.floor(Date.now() / 1000) + 7 * 86_400 }),
        response_source: "user_action",
      };
      const interactive = { type: "call_permission_reply", call_permission_reply: reply };
      return receive(context, given, { type: "interactive", interactive });
    },
  ),
  metaEvent(
    "group-message",
    "a customer writes in a group that the business is in",
    z.strictObject({
      ...parties,
      group: z.string().default("Y2FwaV9ncm91cDoxOTUwNTU1MDA3OToxMjAz"),
      text: z.string().default("Hello, all of you"),
    }),
    (context, { customer, group, text, ...given }) => {
      const { phoneNumberId } = numberOf(context, given);
      const wamid = newWamid(customer);
      const message = {
        wamid,
        phoneNumberId,
        customer,
        type: "text",
        content: { body: text },
        at: Date.now(),
      };
      const update = messageUpdate(
        context.state,
        { ...message, quotedWamid: undefined },
        { group_id: group },
      );
      if (update !== undefined) context.dispatcher.tell(update);
      return { wamid };
    },
  ),
];
