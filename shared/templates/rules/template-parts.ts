import { asArray, asObject, asText, type JsonObject, property } from "../../contracts/loose-json.ts";

export type TemplateButtonPart = { type: string; text: string; url: string };

/** A template as Meta has approved it, or a card of its carousel. */
export type TemplateParts = {
  /** `text`, `image`, `video`, `document` or `location`; undefined without a header. */
  headerFormat: string | undefined;
  header: string;
  body: string;
  footer: string;
  buttons: TemplateButtonPart[];
  /** A limited-time offer's words; undefined without one. */
  offer: string | undefined;
  offerExpires: boolean;
  cards: TemplateParts[];
};

/** Reads the components of a stored template, which are in Graph's form. */
export function readTemplateParts(components: unknown): TemplateParts {
  const listed = asArray(components).flatMap((component): JsonObject[] => {
    const read = asObject(component);
    return read === undefined ? [] : [read];
  });
  const of = (type: string) => listed.find((component) => upper(component["type"]) === type);
  const textOf = (type: string) => asText(of(type)?.["text"]) ?? "";
  const header = of("HEADER");
  const offer = of("LIMITED_TIME_OFFER");
  const told = property(offer, "limited_time_offer");
  return {
    headerFormat: header === undefined ? undefined : (asText(header["format"]) ?? "text").toLowerCase(),
    header: textOf("HEADER"),
    body: textOf("BODY"),
    footer: textOf("FOOTER"),
    buttons: asArray(of("BUTTONS")?.["buttons"]).map((button) => ({
      type: upper(property(button, "type")),
      text: asText(property(button, "text")) ?? "",
      url: asText(property(button, "url")) ?? "",
    })),
    offer: offer === undefined ? undefined : (asText(property(told, "text")) ?? ""),
    offerExpires: property(told, "has_expiration") === true,
    cards: asArray(of("CAROUSEL")?.["cards"]).map((card) => readTemplateParts(property(card, "components"))),
  };
}

function upper(value: unknown): string {
  return (asText(value) ?? "").toUpperCase();
}
