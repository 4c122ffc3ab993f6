import { field, textField } from "../json-field.ts";

/** What a phone shows of a message's content, in either direction. */
export function displayText(type: string, content: unknown): string {
  switch (type) {
    case "text":
      return textField(content, "body") ?? "";
    case "interactive":
      return interactiveText(content);
    case "button":
      return textField(content, "text") ?? "[button]";
    case "template":
      return templateText(content);
    case "reaction":
      return textField(content, "emoji") ?? "";
    case "location":
      return (
        [textField(content, "name"), textField(content, "address")].filter(Boolean).join(", ") || "[location]"
      );
    default:
      return textField(content, "caption") ?? textField(content, "filename") ?? `[${type}]`;
  }
}

function interactiveText(content: unknown): string {
  const reply = field(content, "button_reply") ?? field(content, "list_reply");
  if (reply !== undefined) return textField(reply, "title") ?? "[reply]";
  const header = textField(field(content, "header"), "text");
  const body = textField(field(content, "body"), "text");
  const footer = textField(field(content, "footer"), "text");
  const lines = [header === undefined ? undefined : `*${header}*`, body, footer && `_${footer}_`];
  return lines.filter(Boolean).join("\n") || `[${textField(content, "type") ?? "interactive"}]`;
}

function templateText(content: unknown): string {
  const components = field(content, "components");
  const parameters = (Array.isArray(components) ? components : [])
    .flatMap((component): unknown => field(component, "parameters") ?? [])
    .map((parameter) => textField(parameter, "text"))
    .filter(Boolean);
  return [`[template ${textField(content, "name") ?? ""}]`, ...parameters].join(" ");
}
