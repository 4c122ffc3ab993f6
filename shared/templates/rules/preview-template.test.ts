import fc from "fast-check";
import { expect, test } from "vitest";
import { fitTemplate } from "./fit-template.ts";
import { previewTemplate } from "./preview-template.ts";
import { toGraphMessage } from "../../whatsapp/building/to-graph-message.ts";
import { templateMessage, type TemplateMessage } from "../../whatsapp/building/template.ts";

type Parameter = { text?: string; parameter_name?: string; coupon_code?: string };
type Component = {
  type: string;
  index?: string;
  parameters?: Parameter[];
  cards?: { components: Component[] }[];
};

/** What WhatsApp makes of the payload: the approved words, with each parameter put where its place or name says. */
function renderPayload(approved: Record<string, unknown>[], payload: Component[]): string[] {
  return approved.flatMap((part) => {
    const type = String(part["type"]);
    const given = payload.find((component) => component.type === type.toLowerCase())?.parameters ?? [];
    if (type === "CAROUSEL") {
      const cards = part["cards"] as { components: Record<string, unknown>[] }[];
      const told = payload.find((component) => component.type === "carousel")?.cards ?? [];
      return cards.flatMap((card, index) => renderPayload(card.components, told[index]?.components ?? []));
    }
    if (type !== "BUTTONS") return [put(String(part["text"]), given)];
    const buttons = part["buttons"] as { text: string; url?: string }[];
    const shown = buttons.map(({ text, url = "" }, index) => {
      const [value] = payload.find((component) => component.index === String(index))?.parameters ?? [];
      if (value === undefined) return `[${text}]`;
      return `[${text}] ${value.coupon_code ?? put(url, [value])}`;
    });
    return [shown.join(" ")];
  });
}

function put(words: string, parameters: Parameter[]): string {
  const place = /\{\{(\w+)\}\}/g;
  return words.replaceAll(place, (_, name: string) => {
    const parameter = parameters.find((one) => one.parameter_name === name) ?? parameters[Number(name) - 1];
    return parameter?.text ?? "";
  });
}

/** A value may hold anything that fits on a line, braces too. */
const value = fc
  .oneof(fc.constantFrom("{{1}}", "{{2}}", "$&", "}}", "{{"), fc.string({ minLength: 1, maxLength: 20 }))
  .map((text) => text.trim())
  .filter((text) => text !== "" && !/[\n\r\t]| {5}/.test(text));

const approved = [
  { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
  { type: "BODY", text: "Hi {{1}}, it comes on {{2}}. Bye {{1}}" },
  { type: "FOOTER", text: "Acme" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "QUICK_REPLY", text: "Thanks" },
      { type: "URL", text: "Track", url: "https://acme.example/{{1}}" },
      { type: "COPY_CODE", text: "Copy" },
    ],
  },
];
const namedParts = [{ type: "BODY", text: "Hi {{first_name}}, see you on {{day}}." }];
const text = (given: string, name?: string) => ({
  type: "text" as const,
  text: given,
  ...(name && { name }),
});
const base = { type: "template", name: "order", language: "en" } as const;

function expectEqual(components: Record<string, unknown>[], message: TemplateMessage, format: string): void {
  expect(fitTemplate({ components, parameterFormat: format }, message)).toEqual([]);
  const { template } = toGraphMessage(message) as unknown as { template: { components: Component[] } };
  expect(previewTemplate(components, message).split("\n")).toEqual(
    renderPayload(components, template.components),
  );
}

test("the preview is what WhatsApp makes of the payload, whatever the values hold", () => {
  fc.assert(
    fc.property(value, value, value, value, fc.stringMatching(/^[A-Z]{1,20}$/), (a, b, c, d, couponCode) => {
      const buttons = [
        { type: "url", index: 1, text: d },
        { type: "copy_code", index: 2, couponCode },
      ];
      const message = { ...base, header: text(c), body: [text(a), text(b)], buttons };
      expectEqual(approved, templateMessage.parse(message), "POSITIONAL");
    }),
  );
});

test("by name too, in whatever order the values come", () => {
  fc.assert(
    fc.property(value, value, fc.boolean(), (name, day, turned) => {
      const values = [text(name, "first_name"), text(day, "day")];
      const message = { ...base, body: turned ? values.toReversed() : values };
      expectEqual(namedParts, templateMessage.parse(message), "NAMED");
    }),
  );
});

test("and for each card of a carousel", () => {
  const card = {
    components: [
      { type: "BODY", text: "Now {{1}}" },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "See", url: "https://acme.example/{{1}}" }] },
    ],
  };
  const components = [
    { type: "BODY", text: "New" },
    { type: "CAROUSEL", cards: [card, card] },
  ];
  const cards = ["a", "b"].map((id) => ({
    header: { type: "image", media: { id: "1" } },
    body: [text(id)],
    buttons: [{ type: "url", index: 0, text: id }],
  }));
  const message = templateMessage.parse({ ...base, cards });
  expect(previewTemplate(components, message)).toBe(
    "New\n[image]\nNow a\n[See] https://acme.example/a\n[image]\nNow b\n[See] https://acme.example/b",
  );
});
