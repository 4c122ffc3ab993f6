import { field, listOf, textField } from "../../json-field.ts";
import type { TemplateComponent } from "../../store/template.ts";
import type { Card, CardAction } from "./card.ts";
import { formAction } from "./form-action.ts";
import { type FindMedia, isMediaKind, mediaCard, webAddress } from "./media-card.ts";
import { inWords } from "./in-words.ts";
import { placeCard } from "./place-card.ts";

/** The template with the send's values in it; only its name where the account keeps no templates. */
export function templateCard(
  sent: unknown,
  components: readonly TemplateComponent[] | undefined,
  findMedia: FindMedia,
): Card {
  const values = listOf(field(sent, "components"));
  if (components === undefined) {
    const given = values.flatMap((component) => listOf(field(component, "parameters"))).map(valueOf);
    return {
      text: [`[template ${textField(sent, "name") ?? ""}]`, ...given].filter((part) => part !== "").join(" "),
    };
  }
  return partsCard(values, components, findMedia);
}

function partsCard(
  values: readonly unknown[],
  components: readonly TemplateComponent[],
  findMedia: FindMedia,
): Card {
  const of = (type: string) => components.find((component) => component.type.toUpperCase() === type);
  const header = of("HEADER");
  const format = textField(header, "format")?.toLowerCase();
  const headerValues = parametersOf(values, "header");
  const footer = of("FOOTER")?.text;
  const offer = textField(field(of("LIMITED_TIME_OFFER"), "limited_time_offer"), "text");
  const cards = cardsOf(of("CAROUSEL"), values, findMedia);
  const actions = listOf(field(of("BUTTONS"), "buttons")).flatMap((button, index) =>
    actionOf(button, buttonValues(values, index)),
  );
  return {
    ...(header?.text !== undefined && { header: fill(header.text, headerValues) }),
    ...(isMediaKind(format) && mediaPart(mediaCard(format, field(headerValues[0], format), findMedia))),
    ...(format === "location" && placeCard(field(headerValues[0], "location"))),
    ...(offer !== undefined && { offer: offerLine(offer, parametersOf(values, "limited_time_offer")[0]) }),
    text: fill(of("BODY")?.text ?? "", parametersOf(values, "body")),
    ...(footer !== undefined && { footer }),
    ...(actions.length > 0 && { actions }),
    ...(cards.length > 0 && { cards }),
  };
}

function cardsOf(carousel: unknown, values: readonly unknown[], findMedia: FindMedia): Card[] {
  const sent = values.find((candidate) => textField(candidate, "type")?.toLowerCase() === "carousel");
  return listOf(field(carousel, "cards")).map((card, index) => {
    const own = listOf(field(sent, "cards")).find(
      (candidate, place) => Number(field(candidate, "card_index") ?? place) === index,
    );
    const components = listOf(field(card, "components")) as TemplateComponent[];
    return partsCard(listOf(field(own, "components")), components, findMedia);
  });
}

function offerLine(text: string, parameter: unknown): string {
  const end = Number(field(field(parameter, "limited_time_offer"), "expiration_time_ms"));
  return Number.isFinite(end)
    ? `${text} – ends ${new Date(end).toISOString().slice(0, 16).replace("T", " ")} UTC`
    : text;
}

function mediaPart(media: Card["media"]): Pick<Card, "media"> {
  return media === undefined ? {} : { media };
}

function parametersOf(values: readonly unknown[], type: string): unknown[] {
  const component = values.find((candidate) => textField(candidate, "type")?.toLowerCase() === type);
  return listOf(field(component, "parameters"));
}

function buttonValues(values: readonly unknown[], index: number): unknown[] {
  const component = values.find(
    (candidate) =>
      textField(candidate, "type")?.toLowerCase() === "button" && Number(field(candidate, "index")) === index,
  );
  return listOf(field(component, "parameters"));
}

/** `{{1}}` is the first value, `{{name}}` the one that is called so. */
function fill(text: string, values: readonly unknown[]): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) => {
    const value =
      values.find((candidate) => textField(candidate, "parameter_name") === name) ?? values[Number(name) - 1];
    return value === undefined ? placeholder : valueOf(value);
  });
}

function valueOf(parameter: unknown): string {
  const type = textField(parameter, "type") ?? "text";
  return textField(parameter, type) ?? textField(field(parameter, type), "fallback_value") ?? "";
}

function actionOf(button: unknown, values: readonly unknown[]): CardAction[] {
  const title = textField(button, "text") ?? "";
  switch (textField(button, "type")?.toUpperCase() ?? "") {
    case "QUICK_REPLY": {
      const payload = textField(values[0], "payload") ?? title;
      return [{ kind: "answer", title, answer: { type: "button", button: { payload, text: title } } }];
    }
    case "URL": {
      const url = webAddress(fill(textField(button, "url") ?? "", values));
      return url === undefined ? [] : [{ kind: "link", title, url }];
    }
    case "PHONE_NUMBER":
      return [{ kind: "call", title, phone: inWords(field(button, "phone_number")) }];
    case "COPY_CODE":
    case "OTP":
      return [{ kind: "copy", title: title || "Copy code", text: valueOf(values[0]) }];
    case "FLOW":
      return [formAction(title, field(values[0], "action"))];
    default:
      return [];
  }
}
