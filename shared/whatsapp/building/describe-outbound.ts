import type { OutboundMessage } from "./outbound-message.ts";

/** The message in words, for the history and for search; a template's words are known to its preview only. */
export function describeOutbound(message: OutboundMessage): string {
  switch (message.type) {
    case "text":
      return message.text;
    case "image":
    case "video":
      return message.caption ?? `[${message.type}]`;
    case "document":
      return message.caption ?? message.filename ?? "[document]";
    case "audio":
      return message.voice === true ? "[voice]" : "[audio]";
    case "sticker":
      return "[sticker]";
    case "buttons":
      return [message.body, ...message.buttons.map(({ title }) => `[${title}]`)].join("\n");
    case "list":
      return [message.body, `[${message.button}]`].join("\n");
    case "cta_url":
      return [message.body, `[${message.displayText}] ${message.url}`].join("\n");
    case "location_request":
      return message.body;
    case "contact_request":
      return message.body ?? "[contact request]";
    case "flow":
      return [message.body, `[${message.cta}]`].join("\n");
    case "location":
      return [message.name, message.address, `${message.latitude}, ${message.longitude}`]
        .filter((part) => part !== undefined)
        .join("\n");
    case "contacts":
      return message.contacts.map(({ name }) => name.formattedName).join(", ");
    case "reaction":
      return message.emoji;
    case "template":
      return `[${message.name}]`;
  }
}
