import { field, listOf, textField } from "../json-field.ts";
import type { Template } from "../store/template.ts";

type Misfit = { code: 132000 | 132005 | 132012 | 132018 | 131008; details: string };

type Sent = { type: string; parameters?: unknown[] | undefined };

type Parts = Pick<Template, "components" | "parameter_format">;

const maxBody = 1024;

/** What does not fit between the template and the values that are sent with it. */
export function misfitOf(template: Parts, sent: readonly Sent[]): Misfit | undefined {
  const header = template.components.find(({ type }) => type.toUpperCase() === "HEADER");
  const body = template.components.find(({ type }) => type.toUpperCase() === "BODY");
  const values = (type: string) =>
    sent.find((component) => component.type.toLowerCase() === type)?.parameters ?? [];
  const isNamed = template.parameter_format.toUpperCase() === "NAMED";
  return (
    misfitOfHeader(header, values("header"), isNamed) ??
    misfitOfText("body", body?.text, values("body"), isNamed) ??
    misfitOfButtons(template, sent) ??
    misfitOfCards(template, sent)
  );
}

function misfitOfHeader(header: unknown, values: readonly unknown[], isNamed: boolean): Misfit | undefined {
  const format = textField(header, "format")?.toUpperCase() ?? "TEXT";
  if (format === "TEXT") return misfitOfText("header", textField(header, "text"), values, isNamed);
  const given = textField(values[0], "type")?.toUpperCase() ?? "UNKNOWN";
  if (given === format) return undefined;
  return { code: 132012, details: `header: Format mismatch, expected ${format}, received ${given}` };
}

function misfitOfText(
  part: string,
  text: string | undefined,
  values: readonly unknown[],
  isNamed: boolean,
): Misfit | undefined {
  const wanted = variablesOf(text);
  if (values.length !== wanted.length)
    return {
      code: 132000,
      details: `${part}: number of localizable_params (${values.length}) does not match the expected number of params (${wanted.length})`,
    };
  const names = values.map((value) => textField(value, "parameter_name"));
  const unknown = isNamed ? wanted.find((name) => !names.includes(name)) : undefined;
  if (unknown !== undefined)
    return { code: 132012, details: `${part}: parameter ${unknown} is missing or has another name` };
  const words = values.map((value) => textField(value, "text") ?? "");
  if (words.some((word) => /[\n\t]| {5}/.test(word)))
    return {
      code: 132018,
      details: `${part}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    };
  const length = (text ?? "").length + words.join("").length;
  if (part === "body" && length > maxBody)
    return { code: 132005, details: `body: Translated text too long, more than ${maxBody} characters` };
  return undefined;
}

/** The cards of a carousel, each as a template of its own. */
function misfitOfCards(template: Parts, sent: readonly Sent[]): Misfit | undefined {
  const stored = template.components.find(({ type }) => type.toUpperCase() === "CAROUSEL");
  const given = listOf(
    field(
      sent.find(({ type }) => type.toLowerCase() === "carousel"),
      "cards",
    ),
  );
  const cards = listOf(field(stored, "cards"));
  if (cards.length !== given.length)
    return {
      code: 132000,
      details: `carousel: number of cards (${given.length}) does not match the expected number (${cards.length})`,
    };
  return cards
    .map((card, index) =>
      misfitOf(
        { ...template, components: listOf(field(card, "components")) as Template["components"] },
        listOf(field(given[index], "components")) as Sent[],
      ),
    )
    .find((misfit) => misfit !== undefined);
}

function misfitOfButtons(template: Parts, sent: readonly Sent[]): Misfit | undefined {
  const component = template.components.find(({ type }) => type.toUpperCase() === "BUTTONS");
  const buttons = listOf(field(component, "buttons"));
  const indexes = sent
    .filter(({ type }) => type.toLowerCase() === "button")
    .map((button) => Number(field(button, "index")));
  const unknown = indexes.find((index) => !(index < buttons.length));
  if (unknown !== undefined)
    return { code: 132018, details: `buttons: The template has no button at index ${unknown}` };
  const missing = buttons.findIndex(
    (button, index) => variablesOf(textField(button, "url")).length > 0 && !indexes.includes(index),
  );
  if (missing === -1) return undefined;
  return { code: 131008, details: `buttons: Button at index ${missing} of type Url requires a parameter` };
}

/** The names between double braces, each once. */
function variablesOf(text: string | undefined): string[] {
  const found = [...(text ?? "").matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = ""]) => name);
  return [...new Set(found)];
}
