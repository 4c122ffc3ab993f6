import type { InteractiveMessage } from "./interactive.ts";
import { toGraphMedia } from "./to-graph-media.ts";

/** The `interactive` object of Graph. */
export function toGraphInteractive(message: InteractiveMessage): object {
  const body = { text: message.body ?? "" };
  switch (message.type) {
    case "buttons":
      return {
        type: "button",
        ...frame(message),
        body,
        action: { buttons: message.buttons.map((reply) => ({ type: "reply", reply })) },
      };
    case "list":
      return {
        type: "list",
        ...frame(message),
        body,
        action: { button: message.button, sections: message.sections },
      };
    case "cta_url":
      return {
        type: "cta_url",
        ...frame(message),
        body,
        action: {
          name: "cta_url",
          parameters: { display_text: message.displayText, url: message.url },
        },
      };
    case "location_request":
      return { type: "location_request_message", body, action: { name: "send_location" } };
    case "contact_request":
      return {
        type: "request_contact_info",
        ...(message.body !== undefined && { body }),
        action: { name: "request_contact_info" },
      };
    case "flow":
      return {
        type: "flow",
        ...frame(message),
        body,
        action: { name: "flow", parameters: flowParameters(message) },
      };
  }
}

function flowParameters(message: Extract<InteractiveMessage, { type: "flow" }>): object {
  const { flow, cta, token, action, payload, draft } = message;
  return {
    flow_message_version: "3",
    ...("id" in flow ? { flow_id: flow.id } : { flow_name: flow.name }),
    flow_cta: cta,
    ...(token !== undefined && { flow_token: token }),
    ...((action !== undefined || payload !== undefined) && { flow_action: action ?? "navigate" }),
    ...(payload !== undefined && { flow_action_payload: payload }),
    ...(draft === true && { mode: "draft" }),
  };
}

type Framed = Extract<InteractiveMessage, { footer?: string | undefined }>;

function frame({ header, footer }: Pick<Framed, "header" | "footer">): object {
  return {
    ...(header !== undefined && {
      header:
        header.type === "text" ? header : { type: header.type, [header.type]: toGraphMedia(header.media) },
    }),
    ...(footer !== undefined && { footer: { text: footer } }),
  };
}
