import { asText, type JsonObject, property } from "../../../contracts/loose-json.ts";
import { readContactCards } from "./contact-cards.ts";
import type { MessageContent, Reading } from "./content.ts";
import type { KindReading } from "./kind-reading.ts";
import { readInteractive, readTemplateButton } from "./interactive.ts";
import { mediaKinds, readMedia } from "./media.ts";
import { readHandoverSummary } from "./handover-summary.ts";
import { omitMissing } from "./omit-missing.ts";
import { readOrder } from "./order.ts";
import { readPlace } from "./place.ts";
import { readQuote } from "./quote.ts";
import { readReferral } from "./referral.ts";
import { readSystem } from "./system.ts";
import { readUnknown, readUnsupported } from "./unreadable.ts";

/** Reads a message of any type, known or not; never throws. */
export function readContent(type: string, message: JsonObject): Reading {
  const { content, body } = readByType(type, message);
  const quote = readQuote(message);
  const referral = readReferral(message);
  const handoverSummary = readHandoverSummary(property(message, "conversation_context"));
  // Few messages have any of these: the others are not copied.
  if ([quote, referral, handoverSummary].every((part) => part === undefined)) return { type, content, body };
  return { type, content: { ...content, ...omitMissing({ quote, referral, handoverSummary }) }, body };
}

function readByType(type: string, message: JsonObject): KindReading<MessageContent> {
  const mediaKind = mediaKinds.get(type);
  if (mediaKind !== undefined) return readMedia(type, mediaKind, message);
  switch (type) {
    case "text":
      return readText(property(message, "text"));
    case "location":
      return readPlace(property(message, "location"));
    case "contacts":
      return readContactCards(property(message, "contacts"));
    case "interactive":
      return readInteractive(message);
    case "button":
      return readTemplateButton(property(message, "button"));
    case "order":
      return readOrder(property(message, "order"));
    case "system":
      return readSystem(message);
    case "unsupported":
    case "unknown":
      return readUnsupported(type, message);
    default:
      return readUnknown(type, message);
  }
}

function readText(text: unknown): KindReading<MessageContent> {
  const words = asText(property(text, "body"));
  return { content: omitMissing({ kind: "text" as const, words }), body: words ?? "[text]" };
}

/**
 * What the bot can read of a stored message: words, the title of a chosen button or row, a caption, a place. Nothing
 * of a sound, of a picture without words, and of what was deleted.
 */
export function readableWords(message: {
  type: string;
  body: string | null;
  content: unknown;
  revoked_at?: Date | null;
}): string | undefined {
  if (message.revoked_at instanceof Date) return undefined;
  if (property(message.content, "kind") !== undefined)
    return asText((message.content as MessageContent).words);
  return message.type === "text" ? (message.body ?? undefined) : undefined;
}
