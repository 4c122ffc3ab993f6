import { expect, test } from "vitest";
import { outboundMessageSchema } from "./outbound-message.ts";

const long = (length: number) => "x".repeat(length);
const button = (id: string) => ({ id, title: id });
const section = { title: "Days", rows: [button("1")] };
const sections = [section];
const card = { name: { formattedName: "Sari", firstName: "Sari" } };
const template = { type: "template", name: "offer", language: "en" };
const copy = { type: "copy_code", index: 0, couponCode: "SAVE10" };
const media = { id: "1" };
const refused: [field: string, message: object][] = [
  ["text", { type: "text", text: long(4097) }],
  ["text", { type: "text", text: " " }],
  ["caption", { type: "image", media: { id: "1" }, caption: long(1025) }],
  ["media", { type: "image", media: { id: "1", link: "https://acme.example/a.jpg" } }],
  ["media.link", { type: "image", media: { link: "ftp://acme.example/a.jpg" } }],
  ["buttons", { type: "buttons", body: "b", buttons: ["1", "2", "3", "4"].map(button) }],
  ["buttons.0.title", { type: "buttons", body: "b", buttons: [{ id: "1", title: long(21) }] }],
  ["body", { type: "buttons", body: long(1025), buttons: [button("1")] }],
  [
    "sections",
    {
      type: "list",
      body: "b",
      button: "Open",
      sections: [{ rows: Array.from({ length: 11 }, (_, index) => button(`r${index}`)) }],
    },
  ],
  [
    "sections.0.rows.0.description",
    {
      type: "list",
      body: "b",
      button: "Open",
      sections: [{ rows: [{ id: "1", title: "t", description: long(73) }] }],
    },
  ],
  ["displayText", { type: "cta_url", body: "b", displayText: long(21), url: "https://acme.example" }],
  ["url", { type: "cta_url", body: "b", displayText: "Go", url: "tel:1" }],
  ["cta", { type: "flow", body: "b", flow: { id: "1" }, cta: long(21) }],
  ["cta", { type: "flow", body: "b", flow: { id: "1" }, cta: "Book 📅" }],
  ["flow", { type: "flow", body: "b", flow: { id: "1", name: "n" }, cta: "Book" }],
  [
    "payload.data",
    { type: "flow", body: "b", flow: { id: "1" }, cta: "Book", payload: { screen: "S", data: {} } },
  ],
  [
    "payload",
    {
      type: "flow",
      body: "b",
      flow: { id: "1" },
      cta: "Book",
      action: "data_exchange",
      payload: { screen: "S" },
    },
  ],
  ["body", { type: "contact_request", body: long(1025) }],
  ["footer", { type: "buttons", body: "b", footer: long(61), buttons: [button("1")] }],
  [
    "header.text",
    { type: "list", body: "b", button: "Open", header: { type: "text", text: long(61) }, sections },
  ],
  ["button", { type: "list", body: "b", button: long(21), sections }],
  [
    "sections.0.title",
    { type: "list", body: "b", button: "Open", sections: [{ ...section, title: long(25) }] },
  ],
  [
    "sections",
    { type: "list", body: "b", button: "Open", sections: Array.from({ length: 11 }, () => section) },
  ],
  ["contacts.0.birthday", { type: "contacts", contacts: [{ ...card, birthday: "1.1.1990" }] }],
  ["contacts", { type: "contacts", contacts: Array.from({ length: 258 }, () => card) }],
  ["body.0.text", { ...template, body: [{ type: "text", text: "two\nlines" }] }],
  ["body.0.text", { ...template, body: [{ type: "text", text: "far      apart" }] }],
  ["buttons", { ...template, buttons: [copy, copy] }],
  ["buttons.0.couponCode", { ...template, buttons: [{ ...copy, couponCode: long(21) }] }],
  ["cards", { ...template, cards: Array.from({ length: 11 }, () => ({ header: { type: "image", media } })) }],
  ["limitedTimeOffer.expiresAt", { ...template, limitedTimeOffer: { expiresAt: "soon" } }],
  ["media.messageId", { type: "image", media: { messageId: "1" } }],
  ["latitude", { type: "location", latitude: 91, longitude: 0 }],
  ["contacts.0.name", { type: "contacts", contacts: [{ name: { formattedName: "Sari" } }] }],
  ["messageWamid", { type: "reaction", messageWamid: "1", emoji: "👍" }],
];

test.each(refused)("a limit of %s is told before the call, by the field's name", (field, given) => {
  const issues = outboundMessageSchema.safeParse(given).error?.issues ?? [];
  expect(issues.map(({ path }) => path.join("."))).toEqual([field]);
});
