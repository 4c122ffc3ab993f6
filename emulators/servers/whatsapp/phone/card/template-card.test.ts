import { describe, expect, test } from "vitest";
import type { MediaFile } from "../../store/media-file.ts";
import { templateCard } from "./template-card.ts";

const components = [
  { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
  { type: "BODY", text: "Hi {{1}}, {{2}} to pay on {{3}}. Bye {{1}}" },
  { type: "FOOTER", text: "Acme" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "QUICK_REPLY", text: "Thanks" },
      { type: "QUICK_REPLY", text: "Stop" },
      { type: "URL", text: "Track", url: "https://acme.example/{{1}}" },
      { type: "PHONE_NUMBER", text: "Call", phone_number: "+62215550" },
      { type: "COPY_CODE", text: "Copy code" },
    ],
  },
];
const text = (value: string, name?: string) => ({ type: "text", text: value, parameter_name: name });
const nothing = () => undefined;

const order = {
  name: "order",
  components: [
    { type: "header", parameters: [text("A-1")] },
    {
      type: "body",
      parameters: [
        text("Sari"),
        { type: "currency", currency: { fallback_value: "Rp 10.000" } },
        { type: "date_time", date_time: { fallback_value: "Monday" } },
      ],
    },
    {
      type: "button",
      sub_type: "quick_reply",
      index: "1",
      parameters: [{ type: "payload", payload: "STOP" }],
    },
    { type: "button", sub_type: "url", index: "2", parameters: [text("A-1")] },
    {
      type: "button",
      sub_type: "copy_code",
      index: "4",
      parameters: [{ type: "coupon_code", coupon_code: "TENT10" }],
    },
  ],
};

describe("a template looks as on a phone", () => {
  test("with the send's values in header, body and buttons", () => {
    expect(templateCard(order, components, nothing)).toEqual({
      header: "Order A-1",
      text: "Hi Sari, Rp 10.000 to pay on Monday. Bye Sari",
      footer: "Acme",
      actions: [
        {
          kind: "answer",
          title: "Thanks",
          answer: { type: "button", button: { payload: "Thanks", text: "Thanks" } },
        },
        {
          kind: "answer",
          title: "Stop",
          answer: { type: "button", button: { payload: "STOP", text: "Stop" } },
        },
        { kind: "link", title: "Track", url: "https://acme.example/A-1" },
        { kind: "call", title: "Call", phone: "+62215550" },
        { kind: "copy", title: "Copy code", text: "TENT10" },
      ],
    });
  });

  test("with named values", () => {
    const sent = {
      components: [{ type: "body", parameters: [text("today", "day"), text("Sari", "first_name")] }],
    };
    const body = [{ type: "BODY", text: "Hi {{first_name}}, see you {{day}}" }];
    expect(templateCard(sent, body, nothing).text).toBe("Hi Sari, see you today");
  });

  test("with a picture or a place over it", () => {
    const file = { id: "7", mimeType: "image/png", size: 1 } as MediaFile;
    const header = (parameter: object) => ({ components: [{ type: "header", parameters: [parameter] }] });
    const picture = header({ type: "image", image: { id: "7" } });
    const body = { type: "BODY", text: "Hi" };
    expect(
      templateCard(picture, [{ type: "HEADER", format: "IMAGE" }, body], () => file).media,
    ).toMatchObject({
      kind: "image",
      url: "/__phone/media/7",
    });
    const place = header({ type: "location", location: { latitude: 1, longitude: 2 } });
    expect(templateCard(place, [{ type: "HEADER", format: "LOCATION" }, body], nothing).place).toEqual({
      latitude: 1,
      longitude: 2,
    });
  });

  test("with an offer's end, and the cards of a carousel, each with its own values", () => {
    const card = {
      components: [
        { type: "BODY", text: "Tent {{1}}" },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Take it" }] },
      ],
    };
    const stored = [
      { type: "BODY", text: "New" },
      { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today only", has_expiration: true } },
      { type: "CAROUSEL", cards: [card, card] },
    ];
    const values = (index: number, name: string, payload: string) => ({
      card_index: index,
      components: [
        { type: "body", parameters: [text(name)] },
        { type: "button", sub_type: "quick_reply", index: "0", parameters: [{ type: "payload", payload }] },
      ],
    });
    const end = { expiration_time_ms: Date.UTC(2026, 0, 31, 12) };
    const sent = {
      components: [
        {
          type: "limited_time_offer",
          parameters: [{ type: "limited_time_offer", limited_time_offer: end }],
        },
        { type: "carousel", cards: [values(1, "Semeru", "s"), values(0, "Rinjani", "r")] },
      ],
    };
    expect(templateCard(sent, stored, nothing)).toMatchObject({
      text: "New",
      offer: "Today only – ends 2026-01-31 12:00 UTC",
      cards: [
        { text: "Tent Rinjani", actions: [{ answer: { button: { payload: "r" } } }] },
        { text: "Tent Semeru", actions: [{ answer: { button: { payload: "s" } } }] },
      ],
    });
  });

  test("by its name and values where the account keeps no templates", () => {
    expect(templateCard(order, undefined, nothing)).toEqual({
      text: "[template order] A-1 Sari Rp 10.000 Monday STOP A-1 TENT10",
    });
  });
});
