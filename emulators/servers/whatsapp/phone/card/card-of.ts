import { textField } from "../../json-field.ts";
import type { ChatMessage } from "../../store/chat-message.ts";
import type { Card } from "./card.ts";
import { interactiveCard } from "./interactive-card.ts";
import { type FindMedia, isMediaKind, mediaCard, type MediaKind } from "./media-card.ts";
import { orderCard } from "./order-card.ts";
import { peopleCard } from "./people-card.ts";
import { placeCard } from "./place-card.ts";
import { templateCard } from "./template-card.ts";

/** What the phone draws of a message, in either direction. */
export function cardOf(
  {
    type,
    content,
    template,
    deletedAt,
    direction,
  }: Pick<ChatMessage, "type" | "content" | "template" | "deletedAt" | "direction">,
  findMedia: FindMedia,
): Card {
  if (deletedAt !== undefined)
    return { note: direction === "in" ? "You deleted this message" : "This message was deleted" };
  switch (type) {
    case "text":
      return { text: textField(content, "body") ?? "" };
    case "location":
      return placeCard(content);
    case "contacts":
      return peopleCard(content);
    case "order":
      return orderCard(content);
    case "interactive":
      return interactiveCard(content, findMedia);
    case "button":
      return { text: textField(content, "text") ?? textField(content, "payload") ?? "" };
    case "template":
      return templateCard(content, template?.components, findMedia);
    case "reaction": {
      const emoji = textField(content, "emoji") ?? "";
      return { note: emoji === "" ? "Took a reaction back" : `Reacted ${emoji}` };
    }
    case "system":
      return { note: textField(content, "body") ?? "Something changed" };
    case "unsupported":
      return { note: "WhatsApp does not pass this kind of message to the business" };
    default:
      return isMediaKind(type) ? fileCard(type, content, findMedia) : { note: `[${type}]` };
  }
}

function fileCard(kind: MediaKind, content: unknown, findMedia: FindMedia): Card {
  const media = mediaCard(kind, content, findMedia);
  const text = textField(content, "caption");
  return {
    ...(media === undefined ? { note: `The ${kind} is not here` } : { media }),
    ...(text !== undefined && { text }),
  };
}

/** The words of a message with WhatsApp's marks, and a line that stands for it where it has none. */
export function textOf(type: string, card: Card): string {
  const { header, text, footer } = card;
  const lines = [header && `*${header}*`, text, footer && `_${footer}_`].filter(Boolean).join("\n");
  return lines === "" ? summaryOf(type, card) : lines;
}

/** One line for lists of chats and for quotes. */
export function summaryOf(type: string, card: Card): string {
  const { media, place, people, lines, header, text, note, actions } = card;
  const words = [header, text].filter((part) => part !== undefined && part !== "").join(" · ");
  if (media !== undefined) return join(mediaWord[media.kind], words || media.name);
  if (place !== undefined) return join("📍 Location", place.name ?? place.address);
  if (people !== undefined) return join("👤", people.map(({ name }) => name).join(", "));
  if (lines !== undefined) return join(type === "order" ? "🛒" : "📝", words);
  if (words !== "") return words;
  if (note !== undefined) return note;
  return actions?.[0]?.title ?? `[${type}]`;
}

const mediaWord = {
  image: "📷 Photo",
  video: "🎬 Video",
  audio: "🎵 Audio",
  voice: "🎤 Voice message",
  sticker: "💟 Sticker",
  document: "📄 Document",
} as const;

function join(first: string, second: string | undefined): string {
  return second === undefined || second === "" ? first : `${first} ${second}`;
}
