import { asArray, asObject, asText } from "../lenient.ts";
import type { TemplateMessage } from "./template.ts";

/** The words that the customer will read: the template's texts with the message's values in their places. */
export function previewTemplate(components: unknown, message: TemplateMessage): string {
  return asArray(components)
    .map((component) => previewComponent(asObject(component) ?? {}, message))
    .filter((part) => part !== "")
    .join("\n");
}

function previewComponent(component: Record<string, unknown>, message: TemplateMessage): string {
  const text = asText(component["text"]) ?? "";
  switch ((asText(component["type"]) ?? "").toUpperCase()) {
    case "HEADER":
      return message.header === undefined || message.header.type === "text"
        ? fill(text, message.header === undefined ? [] : [message.header])
        : `[${message.header.type}]`;
    case "BODY":
      return fill(text, message.body ?? []);
    case "FOOTER":
      return text;
    case "BUTTONS":
      return asArray(component["buttons"])
        .map((button) => `[${asText(asObject(button)?.["text"]) ?? ""}]`)
        .join(" ");
    default:
      return "";
  }
}

type Value = NonNullable<TemplateMessage["body"]>[number];

function fill(text: string, values: readonly Value[]): string {
  return values.reduce((filled, value, index) => {
    const shown = value.type === "text" ? value.text : value.fallbackValue;
    return filled.replaceAll(`{{${value.name ?? index + 1}}}`, () => shown);
  }, text);
}
