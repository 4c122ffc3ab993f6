import { expect, test } from "vitest";
import { fitTemplate, variablesOf } from "./fit-template.ts";
import { outboundMessageSchema } from "./outbound-message.ts";
import { previewTemplate } from "./preview-template.ts";
import { toGraphMessage } from "./to-graph-message.ts";
import { templateMessage } from "./template.ts";

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
    "Order A-1\nHi Sari, it comes on Monday. Bye Sari\nAcme\n[Thanks] [Track]",
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

test("variables are found once each, and an open brace is none", () => {
  expect(variablesOf("{{1}} {{ 2 }} {{1}} {{open")).toEqual(["1", "2"]);
});

const long = (length: number) => "x".repeat(length);
const button = (id: string) => ({ id, title: id });
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
  ["latitude", { type: "location", latitude: 91, longitude: 0 }],
  ["contacts.0.name", { type: "contacts", contacts: [{ name: { formattedName: "Sari" } }] }],
  ["messageWamid", { type: "reaction", messageWamid: "1", emoji: "👍" }],
];

test.each(refused)("a limit of %s is told before the call, by the field's name", (field, given) => {
  const issues = outboundMessageSchema.safeParse(given).error?.issues ?? [];
  expect(issues.map(({ path }) => path.join("."))).toEqual([field]);
});
