import { asName, type JsonObject, property } from "../../../contracts/loose-json.ts";

/** The parts by which a message shows its type, where it does not say it. */
const parts = [
  "text",
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
  "location",
  "contacts",
  "interactive",
  "button",
  "order",
  "reaction",
  "edit",
  "revoke",
  "system",
  "unsupported",
];

/** Meta's word for the type of a message; of one without it, what its part says; else `unknown`. */
export function typeOf(message: JsonObject): string {
  const named = asName(property(message, "type"));
  return named ?? parts.find((part) => typeof property(message, part) === "object") ?? "unknown";
}
