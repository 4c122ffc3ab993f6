import type { OutboundMessage } from "./outbound-message.ts";
import { toGraphContact } from "./to-graph-contact.ts";
import { toGraphInteractive } from "./to-graph-interactive.ts";
import { toGraphMedia } from "./to-graph-media.ts";
import { toGraphTemplate } from "./to-graph-template.ts";

/** A message as Graph takes it: `{ type: "text", text: { body } }`, and so for every type. */
export type GraphMessage = { type: string; [part: string]: unknown };

/** The message in Graph's form. */
export function toGraphMessage(message: OutboundMessage): GraphMessage {
  switch (message.type) {
    case "text":
      return { type: "text", text: { body: message.text, preview_url: message.previewUrl ?? false } };
    case "image":
    case "video":
    case "document":
    case "audio":
    case "sticker": {
      const { type, media, ...more } = message;
      return { type, [type]: { ...toGraphMedia(media), ...more } };
    }
    case "buttons":
    case "list":
    case "cta_url":
    case "location_request":
    case "contact_request":
    case "flow":
      return { type: "interactive", interactive: toGraphInteractive(message) };
    case "location": {
      const { type, ...location } = message;
      return { type, location };
    }
    case "contacts":
      return { type: "contacts", contacts: message.contacts.map(toGraphContact) };
    case "reaction":
      return { type: "reaction", reaction: { message_id: message.messageWamid, emoji: message.emoji } };
    case "template":
      return { type: "template", template: toGraphTemplate(message) };
  }
}
