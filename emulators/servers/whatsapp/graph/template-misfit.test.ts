import { expect, test } from "vitest";
import type { Template } from "../store/template.ts";
import { misfitOf } from "./template-misfit.ts";

const template = (components: Template["components"], more: Partial<Template> = {}): Template => ({
  id: "1",
  wabaId: "9",
  name: "order",
  language: "en",
  category: "UTILITY",
  status: "APPROVED",
  parameter_format: "POSITIONAL",
  components,
  ...more,
});
const order = template([
  { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
  { type: "BODY", text: "Hi {{1}}, it comes on {{2}}. Bye {{1}}" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "QUICK_REPLY", text: "Thanks" },
      { type: "URL", text: "Track", url: "https://acme.example/{{1}}" },
    ],
  },
]);
const text = (value: string, name?: string) => ({
  type: "text",
  text: value,
  ...(name !== undefined && { parameter_name: name }),
});
const header = { type: "header", parameters: [text("A-1")] };
const body = { type: "body", parameters: [text("Sari"), text("Monday")] };
const track = { type: "button", sub_type: "url", index: "1", parameters: [text("A-1")] };

test("what the template asks for fits", () => {
  expect(misfitOf(order, [header, body, track])).toBeUndefined();
  expect(misfitOf(template([{ type: "BODY", text: "Hi" }]), [])).toBeUndefined();
});

test.each([
  ["too few values", 132000, [header, { type: "body", parameters: [text("Sari")] }, track]],
  ["no values", 132000, []],
  ["values for a header that has none", 132000, [{ type: "header", parameters: [] }, body, track]],
  [
    "a line break in a value",
    132018,
    [header, { type: "body", parameters: [text("a\nb"), text("c")] }, track],
  ],
  [
    "five spaces in a value",
    132018,
    [header, { type: "body", parameters: [text("a     b"), text("c")] }, track],
  ],
  [
    "a value too long",
    132005,
    [header, { type: "body", parameters: [text("x".repeat(1024)), text("c")] }, track],
  ],
  ["a link without its end", 131008, [header, body]],
  ["a button that is not there", 132018, [header, body, track, { ...track, index: "7" }]],
  ["a button without its place", 132018, [header, body, track, { type: "button", parameters: [] }]],
])("%s is refused with %i", (_what, code, sent) => {
  expect(misfitOf(order, sent)?.code).toBe(code);
});

test("a header of another kind is refused with 132012", () => {
  const withPicture = template([
    { type: "HEADER", format: "IMAGE" },
    { type: "BODY", text: "Hi" },
  ]);
  const picture = { type: "header", parameters: [{ type: "image", image: { id: "1" } }] };
  expect(misfitOf(withPicture, [picture])).toBeUndefined();
  expect(misfitOf(withPicture, [header])).toEqual({
    code: 132012,
    details: "header: Format mismatch, expected IMAGE, received TEXT",
  });
  expect(misfitOf(withPicture, [])?.details).toContain("received UNKNOWN");
});

test("the cards of a carousel are held to the same, one by one", () => {
  const card = { components: [{ type: "BODY", text: "See {{1}}" }] };
  const carousel = template([
    { type: "BODY", text: "New" },
    { type: "CAROUSEL", cards: [card, card] },
  ]);
  const filled = { components: [{ type: "body", parameters: [text("a")] }] };
  const sent = (...cards: object[]) => [{ type: "carousel", cards }];
  expect(misfitOf(carousel, sent(filled, filled))).toBeUndefined();
  expect(misfitOf(carousel, sent(filled))?.code).toBe(132000);
  expect(misfitOf(carousel, sent(filled, { components: [] }))?.code).toBe(132000);
  expect(misfitOf(order, [header, body, track, ...sent(filled)])?.code).toBe(132000);
});

test("named values go by their names", () => {
  const named = template([{ type: "BODY", text: "Hi {{first_name}}" }], { parameter_format: "NAMED" });
  const values = (name?: string) => [{ type: "body", parameters: [text("Sari", name)] }];
  expect(misfitOf(named, values("first_name"))).toBeUndefined();
  expect(misfitOf(named, values("last_name"))?.code).toBe(132012);
  expect(misfitOf(named, values())?.code).toBe(132012);
});
