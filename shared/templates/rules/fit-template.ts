import type { Misfit } from "./misfit.ts";
import { fitButtons } from "./fit-template-buttons.ts";
import { readTemplateParts, type TemplateParts } from "./template-parts.ts";
import { variablesOf } from "./template-variables.ts";
import type { TemplateMessage } from "../../whatsapp/building/template.ts";

type Stored = { components: unknown; parameterFormat: string | null };
type Values = Pick<TemplateMessage, "header" | "body" | "buttons">;

/**
 * Whether the message gives the template the values that it asks for: as many positional variables, the same named ones,
 * a header of its kind, values for its dynamic buttons, and all that for each card of a carousel. WhatsApp would refuse
 * it with 132000 or 132012 otherwise.
 */
export function fitTemplate(template: Stored, message: TemplateMessage): Misfit[] {
  const parts = readTemplateParts(template.components);
  const isNamed = template.parameterFormat?.toUpperCase() === "NAMED";
  return [
    ...fitValues(parts, message, isNamed),
    ...fitOffer(parts, message),
    ...fitCards(parts.cards, message, isNamed),
  ];
}

function fitValues(parts: TemplateParts, values: Values, isNamed: boolean): Misfit[] {
  return [
    ...fitVariables("body", variablesOf(parts.body), values.body ?? [], isNamed),
    ...fitHeader(parts, values, isNamed),
    ...fitButtons(parts.buttons, values.buttons ?? []),
  ];
}

function fitVariables(
  field: string,
  wanted: string[],
  values: readonly { name?: string | undefined }[],
  isNamed: boolean,
): Misfit[] {
  if (!isNamed) {
    if (values.length === wanted.length) return [];
    return [{ field, message: `needs ${wanted.length} values, not ${values.length}` }];
  }
  const given = new Set(values.map(({ name }) => name ?? ""));
  return [
    ...wanted
      .filter((name) => !given.has(name))
      .map((name) => ({ field, message: `needs a value named ${name}` })),
    ...[...given]
      .filter((name) => !wanted.includes(name))
      .map((name) => ({ field, message: `has a value that the template does not: ${name}` })),
  ];
}

function fitHeader(parts: TemplateParts, { header: given }: Values, isNamed: boolean): Misfit[] {
  const variables = parts.headerFormat === "text" ? variablesOf(parts.header) : [];
  const wanted = parts.headerFormat === "text" && variables.length === 0 ? undefined : parts.headerFormat;
  if (wanted !== given?.type) {
    const message =
      wanted === undefined ? "is not asked for by the template" : `must be of the type ${wanted}`;
    return [{ field: "header", message }];
  }
  return given?.type === "text" ? fitVariables("header", variables, [given], isNamed) : [];
}

function fitOffer({ offer, offerExpires }: TemplateParts, { limitedTimeOffer }: TemplateMessage): Misfit[] {
  const field = "limitedTimeOffer";
  if (limitedTimeOffer === undefined)
    return offerExpires ? [{ field, message: "needs the time at which the offer ends" }] : [];
  return offer === undefined ? [{ field, message: "is not asked for by the template" }] : [];
}

function fitCards(wanted: TemplateParts[], { cards = [] }: TemplateMessage, isNamed: boolean): Misfit[] {
  if (wanted.length !== cards.length)
    return [{ field: "cards", message: `needs ${wanted.length} cards, not ${cards.length}` }];
  return wanted.flatMap((parts, index) =>
    fitValues(parts, cards[index] ?? {}, isNamed).map(({ field, message }) => ({
      field: `cards.${index}.${field}`,
      message,
    })),
  );
}
