import { expect, test } from "vitest";
import { fitTemplate } from "./fit-template.ts";
import { previewTemplate } from "./preview-template.ts";
import { toGraphMessage } from "../../whatsapp/building/to-graph-message.ts";
import { templateMessage } from "../../whatsapp/building/template.ts";

const components = [
  { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
  { type: "BODY", text: "Hi {{1}}, it comes on {{2}}. Bye {{1}}" },
  { type: "FOOTER", text: "Acme" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "QUICK_REPLY", text: "Thanks" },
      { type: "URL", text: "Track", url: "https://acme.example/{{1}}" },
    ],
  },
];
const text = (value: string, name?: string) => ({
  type: "text" as const,
  text: value,
  ...(name && { name }),
});
const message = (values: object) =>
  templateMessage.parse({ type: "template", name: "order", language: "en", ...values });
const fitting = message({
  header: text("A-1"),
  body: [text("Sari"), text("Monday")],
  buttons: [{ type: "url", index: 1, text: "A-1" }],
});
const positional = { components, parameterFormat: null };
const fieldsOf = (values: object) => fitTemplate(positional, message(values)).map(({ field }) => field);

test("values that fit are taken, and the preview shows them in their places", () => {
  expect(fitTemplate(positional, fitting)).toEqual([]);
  expect(previewTemplate(components, fitting)).toBe(
    "Order A-1\nHi Sari, it comes on Monday. Bye Sari\nAcme\n[Thanks] [Track] https://acme.example/A-1",
  );
});

test("the payload holds the same values as the preview", () => {
  expect(toGraphMessage(fitting)).toEqual({
    type: "template",
    template: {
      name: "order",
      language: { code: "en" },
      components: [
        { type: "header", parameters: [{ type: "text", text: "A-1" }] },
        {
          type: "body",
          parameters: [
            { type: "text", text: "Sari" },
            { type: "text", text: "Monday" },
          ],
        },
        { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "A-1" }] },
      ],
    },
  });
});

test("what is missing or too much is named by its field", () => {
  expect(fieldsOf({})).toEqual(["body", "header", "buttons"]);
  expect(fieldsOf({ ...fitting, body: [text("Sari")] })).toEqual(["body"]);
  expect(fieldsOf({ ...fitting, header: { type: "image", media: { id: "1" } } })).toEqual(["header"]);
  expect(
    fieldsOf({
      ...fitting,
      buttons: [...(fitting.buttons ?? []), { type: "quick_reply", index: 7, payload: "x" }],
    }),
  ).toEqual(["buttons"]);
});

test("named variables are asked for by their names", () => {
  const named = { components: [{ type: "BODY", text: "Hi {{first_name}}" }], parameterFormat: "NAMED" };
  expect(fitTemplate(named, message({ body: [text("Sari", "first_name")] }))).toEqual([]);
  expect(fitTemplate(named, message({ body: [text("Sari", "last_name")] }))).toHaveLength(2);
  expect(previewTemplate(named.components, message({ body: [text("Sari", "first_name")] }))).toBe("Hi Sari");
});

const kinds = [
  { type: "HEADER", format: "IMAGE" },
  { type: "BODY", text: "Now" },
  { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today", has_expiration: true } },
  {
    type: "BUTTONS",
    buttons: [
      { type: "COPY_CODE", text: "Copy" },
      { type: "URL", text: "See", url: "https://acme.example" },
      { type: "FLOW", text: "Book" },
    ],
  },
];
const image = { type: "image", media: { id: "1" } };
const fullValues = {
  header: image,
  limitedTimeOffer: { expiresAt: "2026-01-31T12:00:00Z" },
  buttons: [{ type: "copy_code", index: 0, couponCode: "SAVE10" }],
};
const misfitsOf = (stored: unknown, values: object) =>
  fitTemplate({ components: stored, parameterFormat: null }, message(values)).map(
    ({ field, message: what }) => `${field} ${what}`,
  );

test("media, coupon codes and offers are asked for where the template has them, and nowhere else", () => {
  expect(misfitsOf(kinds, fullValues)).toEqual([]);
  expect(misfitsOf(kinds, { ...fullValues, header: { ...image, type: "video" } })).toEqual([
    "header must be of the type image",
  ]);
  expect(misfitsOf(kinds, { header: image })).toEqual([
    "buttons needs a value for button 0",
    "limitedTimeOffer needs the time at which the offer ends",
  ]);
  expect(misfitsOf([{ type: "BODY", text: "Now" }], fullValues)).toEqual([
    "header is not asked for by the template",
    "buttons the template has no button 0",
    "limitedTimeOffer is not asked for by the template",
  ]);
});

test("a button takes a value of its own kind only", () => {
  const buttons = [
    { type: "url", index: 0, text: "x" },
    { type: "url", index: 1, text: "x" },
    { type: "flow", index: 2 },
  ];
  expect(misfitsOf(kinds, { ...fullValues, buttons })).toEqual([
    "buttons button 0 takes a value of the type copy_code",
    "buttons button 1 takes no value",
  ]);
});

test("of a carousel each card is looked at, and named", () => {
  const card = {
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "See {{1}}" },
    ],
  };
  const stored = [
    { type: "BODY", text: "New" },
    { type: "CAROUSEL", cards: [card, card] },
  ];
  const filled = { header: image, body: [text("a")] };
  expect(misfitsOf(stored, { cards: [filled, filled] })).toEqual([]);
  expect(misfitsOf(stored, { cards: [filled, { header: image }] })).toEqual([
    "cards.1.body needs 1 values, not 0",
  ]);
  expect(misfitsOf(stored, {})).toEqual(["cards needs 2 cards, not 0"]);
});
