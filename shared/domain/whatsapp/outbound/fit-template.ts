import { asArray, asObject, asText } from "../lenient.ts";
import type { TemplateMessage } from "./template.ts";

type Stored = { components: unknown; parameterFormat: string | null };

/** What is wrong with a field of the message, as the API tells it. */
export type Misfit = { field: string; message: string };

/**
 * Whether the message gives the template the values that it asks for: as many positional variables, the same named ones,
 * a header of its kind, values for its dynamic buttons. WhatsApp would refuse it with 132000 or 132012 otherwise.
 */
export function fitTemplate(template: Stored, message: TemplateMessage): Misfit[] {
  const components = asArray(template.components)
    .map((component) => asObject(component))
    .filter((component) => component !== undefined);
  const of = (type: string) =>
    components.find((component) => asText(component["type"])?.toUpperCase() === type);
  const isNamed = template.parameterFormat?.toUpperCase() === "NAMED";
  return [
    ...fitBody(variablesOf(of("BODY")?.["text"]), message, isNamed),
    ...fitHeader(of("HEADER"), message),
    ...fitButtons(asArray(of("BUTTONS")?.["buttons"]), message),
  ];
}

/** The names (or numbers) between double braces, each once, in their order. */
export function variablesOf(text: unknown): string[] {
  const pieces = (asText(text) ?? "").split("{{").slice(1);
  const names = pieces.flatMap((piece) => {
    const end = piece.indexOf("}}");
    return end === -1 ? [] : [piece.slice(0, end).trim()];
  });
  return [...new Set(names)];
}

function fitBody(wanted: string[], { body = [] }: TemplateMessage, isNamed: boolean): Misfit[] {
  if (!isNamed) {
    if (body.length === wanted.length) return [];
    return [{ field: "body", message: `needs ${wanted.length} values, not ${body.length}` }];
  }
  const given = new Set(body.map(({ name }) => name ?? ""));
  return [
    ...wanted
      .filter((name) => !given.has(name))
      .map((name) => ({ field: "body", message: `needs a value named ${name}` })),
    ...[...given]
      .filter((name) => !wanted.includes(name))
      .map((name) => ({ field: "body", message: `has a value that the template does not: ${name}` })),
  ];
}

function fitHeader(
  header: Record<string, unknown> | undefined,
  { header: given }: TemplateMessage,
): Misfit[] {
  const format = asText(header?.["format"])?.toLowerCase();
  const wanted =
    format === undefined || (format === "text" && variablesOf(header?.["text"]).length === 0)
      ? undefined
      : format;
  if (wanted === given?.type) return [];
  if (wanted === undefined) return [{ field: "header", message: "is not asked for by the template" }];
  return [{ field: "header", message: `must be of the type ${wanted}` }];
}

function fitButtons(buttons: unknown[], { buttons: given = [] }: TemplateMessage): Misfit[] {
  const missing = buttons.flatMap((button, index) => {
    const isDynamic = variablesOf(asObject(button)?.["url"]).length > 0;
    const isGiven = given.some((value) => value.index === index);
    return isDynamic && !isGiven ? [{ field: "buttons", message: `needs a value for button ${index}` }] : [];
  });
  const unknown = given
    .filter(({ index }) => index >= buttons.length)
    .map(({ index }) => ({ field: "buttons", message: `the template has no button ${index}` }));
  return [...missing, ...unknown];
}
