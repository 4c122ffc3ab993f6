import type { TemplateBodyParameter, TemplateButton, TemplateHeader, TemplateMessage } from "./template.ts";
import { toGraphMedia } from "./to-graph-media.ts";

/** The `template` object of Graph, with a component of each kind that the message gives values for. */
export function toGraphTemplate(message: TemplateMessage): object {
  const { name, language, cards, limitedTimeOffer } = message;
  const components = [
    ...toComponents(message),
    ...(limitedTimeOffer === undefined
      ? []
      : [
          {
            type: "limited_time_offer",
            parameters: [
              {
                type: "limited_time_offer",
                limited_time_offer: { expiration_time_ms: Date.parse(limitedTimeOffer.expiresAt) },
              },
            ],
          },
        ]),
    ...(cards === undefined
      ? []
      : [
          {
            type: "carousel",
            cards: cards.map((card, index) => ({ card_index: index, components: toComponents(card) })),
          },
        ]),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}

function toComponents({
  header,
  body = [],
  buttons = [],
}: Pick<TemplateMessage, "header" | "body" | "buttons">): object[] {
  return [
    ...(header === undefined ? [] : [{ type: "header", parameters: [toGraphHeader(header)] }]),
    ...(body.length === 0 ? [] : [{ type: "body", parameters: body.map(toGraphParameter) }]),
    ...buttons.map(toGraphButton),
  ];
}

function toGraphHeader(header: TemplateHeader): object {
  switch (header.type) {
    case "text":
      return toGraphParameter(header);
    case "location": {
      const { type, ...location } = header;
      return { type, location };
    }
    case "image":
    case "video":
    case "document":
      return {
        type: header.type,
        [header.type]: {
          ...toGraphMedia(header.media),
          ...(header.filename !== undefined && { filename: header.filename }),
        },
      };
  }
}

function toGraphParameter(parameter: TemplateBodyParameter): object {
  const named = parameter.name === undefined ? {} : { parameter_name: parameter.name };
  switch (parameter.type) {
    case "text":
      return { type: "text", ...named, text: parameter.text };
    case "currency":
      return {
        type: "currency",
        ...named,
        currency: {
          fallback_value: parameter.fallbackValue,
          code: parameter.code,
          amount_1000: parameter.amount1000,
        },
      };
    case "date_time":
      return { type: "date_time", ...named, date_time: { fallback_value: parameter.fallbackValue } };
  }
}

function toGraphButton(button: TemplateButton): object {
  const parameter = toGraphButtonParameter(button);
  return {
    type: "button",
    sub_type: button.type,
    index: String(button.index),
    ...(parameter !== undefined && { parameters: [parameter] }),
  };
}

function toGraphButtonParameter(button: TemplateButton): object | undefined {
  switch (button.type) {
    case "quick_reply":
      return { type: "payload", payload: button.payload };
    case "url":
      return { type: "text", text: button.text };
    case "copy_code":
      return { type: "coupon_code", coupon_code: button.couponCode };
    case "flow":
      return {
        type: "action",
        action: {
          ...(button.flowToken !== undefined && { flow_token: button.flowToken }),
          ...(button.actionData !== undefined && { flow_action_data: button.actionData }),
        },
      };
    case "catalog":
      return button.thumbnailProductId === undefined
        ? undefined
        : { type: "action", action: { thumbnail_product_retailer_id: button.thumbnailProductId } };
  }
}
