import { field, listOf, textField } from "../../json-field.ts";
import type { Card, CardAction } from "./card.ts";
import { formAction } from "./form-action.ts";
import { type FindMedia, isMediaKind, mediaCard, webAddress } from "./media-card.ts";
import { inWords } from "./in-words.ts";

/** A message of the business with something to tap, or what the customer tapped. */
export function interactiveCard(interactive: unknown, findMedia: FindMedia): Card {
  const reply = replyCard(interactive);
  if (reply !== undefined) return reply;
  const header = field(interactive, "header");
  const headerType = textField(header, "type");
  const media = isMediaKind(headerType)
    ? mediaCard(headerType, field(header, headerType), findMedia)
    : undefined;
  const [title, text, footer] = [header, field(interactive, "body"), field(interactive, "footer")].map(
    (part) => textField(part, "text"),
  );
  const actions = actionsOf(interactive);
  const asksContact = textField(interactive, "type") === "request_contact_info";
  return {
    ...(title !== undefined && { header: title }),
    ...(media !== undefined && { media }),
    ...(text !== undefined && { text }),
    ...(text === undefined && asksContact && { text: "The business asks for your contact info." }),
    ...(footer !== undefined && { footer }),
    ...(actions.length > 0 && { actions }),
  };
}

function actionsOf(interactive: unknown): CardAction[] {
  const action = field(interactive, "action");
  const parameters = field(action, "parameters");
  switch (textField(interactive, "type") ?? "") {
    case "button":
      return listOf(field(action, "buttons")).map((button) => {
        const reply = field(button, "reply");
        return {
          kind: "answer",
          title: textField(reply, "title") ?? "",
          answer: { type: "interactive", interactive: { type: "button_reply", button_reply: reply } },
        };
      });
    case "list":
      return [{ kind: "list", title: textField(action, "button") ?? "Choose", sections: sectionsOf(action) }];
    case "cta_url": {
      const url = webAddress(textField(parameters, "url"));
      if (url === undefined) return [];
      return [{ kind: "link", title: textField(parameters, "display_text") ?? url, url }];
    }
    case "flow":
      return [formAction(textField(parameters, "flow_cta") ?? "Open", parameters)];
    case "location_request_message":
      return [{ kind: "location", title: "Send location" }];
    case "request_contact_info":
      return [{ kind: "contact", title: "Share contact info" }];
    case "call_permission_request":
      return (["accept", "reject"] as const).map((response) => ({
        kind: "answer",
        title: response === "accept" ? "Allow calls" : "Not now",
        answer: {
          type: "interactive",
          interactive: {
            type: "call_permission_reply",
            call_permission_reply: { response, response_source: "user_action" },
          },
        },
      }));
    default:
      return [];
  }
}

function sectionsOf(action: unknown) {
  return listOf(field(action, "sections")).map((section) => {
    const title = textField(section, "title");
    const rows = listOf(field(section, "rows")).map((row) => {
      const description = textField(row, "description");
      return {
        title: textField(row, "title") ?? "",
        ...(description !== undefined && { description }),
        answer: { type: "interactive", interactive: { type: "list_reply", list_reply: row } },
      };
    });
    return { ...(title !== undefined && { title }), rows };
  });
}

/** What the customer chose or filled in. */
function replyCard(interactive: unknown): Card | undefined {
  const chosen = field(interactive, "button_reply") ?? field(interactive, "list_reply");
  if (chosen !== undefined) {
    const footer = textField(chosen, "description");
    return { text: textField(chosen, "title") ?? "", ...(footer !== undefined && { footer }) };
  }
  const form = field(interactive, "nfm_reply");
  if (form !== undefined) return { header: textField(form, "body") ?? "Sent", lines: answersOf(form) };
  const permission = field(interactive, "call_permission_reply");
  if (permission === undefined) return undefined;
  return { text: textField(permission, "response") === "accept" ? "Calls allowed" : "Calls not allowed" };
}

function answersOf(form: unknown) {
  try {
    const answers: unknown = JSON.parse(textField(form, "response_json") ?? "{}");
    return Object.entries(Object(answers) as object)
      .filter(([name]) => name !== "flow_token")
      .map(([title, value]) => ({ title, detail: inWords(value) }));
  } catch {
    return [];
  }
}
