import { readTemplateParts, type TemplateButtonPart, type TemplateParts } from "./template-parts.ts";
import { fillVariables } from "./template-variables.ts";
import type {
  TemplateBodyParameter,
  TemplateButton,
  TemplateMessage,
} from "../../whatsapp/building/template.ts";

type Values = Pick<TemplateMessage, "header" | "body" | "buttons">;

/** What the customer will see: the template's words with the message's values in their places, a line for each part. */
export function previewTemplate(components: unknown, message: TemplateMessage): string {
  const parts = readTemplateParts(components);
  return [
    ...previewParts(parts, message, previewOffer(parts, message)),
    ...parts.cards.flatMap((card, index) => previewParts(card, message.cards?.[index] ?? {})),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function previewParts(parts: TemplateParts, values: Values, offer = ""): string[] {
  const { header, body = [], buttons = [] } = values;
  return [
    previewHeader(parts, header),
    offer,
    fill(parts.body, body),
    parts.footer,
    parts.buttons
      .map((button, index) =>
        previewButton(
          button,
          buttons.find((value) => value.index === index),
        ),
      )
      .join(" "),
  ];
}

function previewHeader(parts: TemplateParts, header: Values["header"]): string {
  switch (header?.type) {
    case undefined:
      return parts.header;
    case "text":
      return fill(parts.header, [header]);
    case "location":
      return `[location] ${header.name}, ${header.address}`;
    case "image":
    case "video":
    case "document":
      return header.filename === undefined ? `[${header.type}]` : `[${header.type}] ${header.filename}`;
  }
}

function previewOffer({ offer }: TemplateParts, { limitedTimeOffer }: TemplateMessage): string {
  if (offer === undefined) return "";
  return limitedTimeOffer === undefined ? offer : `${offer} (until ${limitedTimeOffer.expiresAt})`;
}

/** With what it opens or copies, where the message says that. */
function previewButton({ text, url }: TemplateButtonPart, value: TemplateButton | undefined): string {
  switch (value?.type) {
    case "url":
      return `[${text}] ${url === "" ? value.text : fillVariables(url, () => value.text)}`;
    case "copy_code":
      return `[${text}] ${value.couponCode}`;
    case undefined:
    case "quick_reply":
    case "flow":
    case "catalog":
      return `[${text}]`;
  }
}

function fill(text: string, values: readonly TemplateBodyParameter[]): string {
  return fillVariables(text, (variable) => {
    const value =
      values.find(({ name }) => name === variable) ??
      values.find(({ name }, index) => name === undefined && String(index + 1) === variable);
    return value?.type === "text" ? value.text : value?.fallbackValue;
  });
}
