import { expect, test } from "vitest";
import { messageSchema } from "../../../emulators/servers/whatsapp/graph/message-schema.ts";
import { type OutboundMessage, outboundMessageSchema } from "./outbound-message.ts";
import { toGraphMessage } from "./to-graph-message.ts";

const media = { id: "17" };
const interactive = (content: object) => ({ type: "interactive", interactive: content });
const template = (components?: object[]) => ({
  type: "template",
  template: { name: "offer", language: { code: "en" }, ...(components && { components }) },
});
const named = { type: "template", name: "offer", language: "en" } as const;

const examples: [message: OutboundMessage, graph: object][] = [
  [
    { type: "text", text: "Hi" },
    { type: "text", text: { body: "Hi", preview_url: false } },
  ],
  [
    { type: "image", media, caption: "New" },
    { type: "image", image: { id: "17", caption: "New" } },
  ],
  [
    { type: "video", media: { link: "https://acme.example/a.mp4" } },
    { type: "video", video: { link: "https://acme.example/a.mp4" } },
  ],
  [
    { type: "audio", media, voice: true },
    { type: "audio", audio: { id: "17", voice: true } },
  ],
  [
    { type: "document", media, filename: "a.pdf" },
    { type: "document", document: { id: "17", filename: "a.pdf" } },
  ],
  [
    { type: "sticker", media },
    { type: "sticker", sticker: { id: "17" } },
  ],
  [
    { type: "location", latitude: -6.9, longitude: 107.6, name: "Shop" },
    { type: "location", location: { latitude: -6.9, longitude: 107.6, name: "Shop" } },
  ],
  [
    { type: "reaction", messageWamid: "wamid.1", emoji: "" },
    { type: "reaction", reaction: { message_id: "wamid.1", emoji: "" } },
  ],
  [
    {
      type: "contacts",
      contacts: [
        {
          name: { formattedName: "Sari Dewi", firstName: "Sari" },
          phones: [{ phone: "+62 811", waId: "62811000" }],
          addresses: [{ city: "Bandung", countryCode: "ID" }],
          urls: [{ url: "https://acme.example" }],
          birthday: "1990-01-31",
          organization: "Acme",
          jobTitle: "Owner",
        },
      ],
    },
    {
      type: "contacts",
      contacts: [
        {
          name: { formatted_name: "Sari Dewi", first_name: "Sari" },
          phones: [{ phone: "+62 811", wa_id: "62811000" }],
          addresses: [{ city: "Bandung", country_code: "ID" }],
          urls: [{ url: "https://acme.example" }],
          birthday: "1990-01-31",
          org: { company: "Acme", title: "Owner" },
        },
      ],
    },
  ],
  [
    {
      type: "buttons",
      header: { type: "image", media },
      body: "Which?",
      footer: "Acme",
      buttons: [{ id: "1", title: "One" }],
    },
    interactive({
      type: "button",
      header: { type: "image", image: { id: "17" } },
      body: { text: "Which?" },
      footer: { text: "Acme" },
      action: { buttons: [{ type: "reply", reply: { id: "1", title: "One" } }] },
    }),
  ],
  [
    { type: "list", body: "Which?", button: "Open", sections: [{ rows: [{ id: "1", title: "One" }] }] },
    interactive({
      type: "list",
      body: { text: "Which?" },
      action: { button: "Open", sections: [{ rows: [{ id: "1", title: "One" }] }] },
    }),
  ],
  [
    { type: "cta_url", body: "See", displayText: "Open", url: "https://acme.example" },
    interactive({
      type: "cta_url",
      body: { text: "See" },
      action: { name: "cta_url", parameters: { display_text: "Open", url: "https://acme.example" } },
    }),
  ],
  [
    { type: "location_request", body: "Where?" },
    interactive({
      type: "location_request_message",
      body: { text: "Where?" },
      action: { name: "send_location" },
    }),
  ],
  [
    { type: "contact_request" },
    interactive({ type: "request_contact_info", action: { name: "request_contact_info" } }),
  ],
  [
    {
      type: "flow",
      header: { type: "text", text: "Booking" },
      body: "Book a table",
      flow: { id: "42" },
      cta: "Book",
      token: "t-1",
      payload: { screen: "DATE", data: { guests: 2 } },
    },
    interactive({
      type: "flow",
      header: { type: "text", text: "Booking" },
      body: { text: "Book a table" },
      action: {
        name: "flow",
        parameters: {
          flow_message_version: "3",
          flow_id: "42",
          flow_cta: "Book",
          flow_token: "t-1",
          flow_action: "navigate",
          flow_action_payload: { screen: "DATE", data: { guests: 2 } },
        },
      },
    }),
  ],
  [
    {
      type: "flow",
      body: "Book",
      flow: { name: "booking" },
      cta: "Book",
      action: "data_exchange",
      draft: true,
    },
    interactive({
      type: "flow",
      body: { text: "Book" },
      action: {
        name: "flow",
        parameters: {
          flow_message_version: "3",
          flow_name: "booking",
          flow_cta: "Book",
          flow_action: "data_exchange",
          mode: "draft",
        },
      },
    }),
  ],
  [named, template()],
  [
    {
      ...named,
      header: { type: "document", media, filename: "a.pdf" },
      body: [
        { type: "text", text: "Sari", name: "who" },
        { type: "currency", fallbackValue: "$1", code: "USD", amount1000: 1_000 },
        { type: "date_time", fallbackValue: "Monday" },
      ],
      buttons: [
        { type: "quick_reply", index: 0, payload: "yes" },
        { type: "url", index: 1, text: "A-1" },
        { type: "copy_code", index: 2, couponCode: "SAVE10" },
        { type: "flow", index: 3, flowToken: "t", actionData: { a: 1 } },
        { type: "catalog", index: 4, thumbnailProductId: "sku" },
        { type: "catalog", index: 5 },
      ],
      limitedTimeOffer: { expiresAt: "2026-01-31T12:00:00Z" },
    },
    template([
      { type: "header", parameters: [{ type: "document", document: { id: "17", filename: "a.pdf" } }] },
      {
        type: "body",
        parameters: [
          { type: "text", parameter_name: "who", text: "Sari" },
          { type: "currency", currency: { fallback_value: "$1", code: "USD", amount_1000: 1_000 } },
          { type: "date_time", date_time: { fallback_value: "Monday" } },
        ],
      },
      {
        type: "button",
        sub_type: "quick_reply",
        index: "0",
        parameters: [{ type: "payload", payload: "yes" }],
      },
      { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "A-1" }] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "2",
        parameters: [{ type: "coupon_code", coupon_code: "SAVE10" }],
      },
      {
        type: "button",
        sub_type: "flow",
        index: "3",
        parameters: [{ type: "action", action: { flow_token: "t", flow_action_data: { a: 1 } } }],
      },
      {
        type: "button",
        sub_type: "catalog",
        index: "4",
        parameters: [{ type: "action", action: { thumbnail_product_retailer_id: "sku" } }],
      },
      { type: "button", sub_type: "catalog", index: "5" },
      {
        type: "limited_time_offer",
        parameters: [
          { type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_769_860_800_000 } },
        ],
      },
    ]),
  ],
  [
    {
      ...named,
      header: { type: "location", latitude: 1, longitude: 2, name: "Shop", address: "Bandung" },
      cards: [{ header: { type: "video", media }, body: [{ type: "text", text: "A" }] }],
    },
    template([
      {
        type: "header",
        parameters: [
          { type: "location", location: { latitude: 1, longitude: 2, name: "Shop", address: "Bandung" } },
        ],
      },
      {
        type: "carousel",
        cards: [
          {
            card_index: 0,
            components: [
              { type: "header", parameters: [{ type: "video", video: { id: "17" } }] },
              { type: "body", parameters: [{ type: "text", text: "A" }] },
            ],
          },
        ],
      },
    ]),
  ],
];

test.each(examples.map(([message, graph]) => [message.type, message, graph] as const))(
  "%s goes to Graph in its form, and is taken there",
  (_type, message, graph) => {
    expect(outboundMessageSchema.parse(message)).toEqual(message);
    expect(toGraphMessage(message)).toEqual(graph);
    const body = { messaging_product: "whatsapp", to: "+6281", ...toGraphMessage(message) };
    expect(messageSchema.safeParse(JSON.parse(JSON.stringify(body))).error).toBeUndefined();
  },
);

test("a file that is still ours cannot go out by mistake", () => {
  expect(() => toGraphMessage({ type: "image", media: { objectName: "tenants/1/a" } })).toThrow(TypeError);
});
