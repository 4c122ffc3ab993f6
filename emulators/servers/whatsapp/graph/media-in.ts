import { textField } from "../json-field.ts";
import { isMediaKind, type MediaKind } from "../phone/card/media-card.ts";

/** Every file that a message names by its id: its own, those of its header, of a template's parameters. */
export function mediaIn(message: unknown): { kind: MediaKind; id: string }[] {
  if (typeof message !== "object" || message === null) return [];
  return Object.entries(message).flatMap(([key, part]: [string, unknown]) => {
    const id = isMediaKind(key) ? textField(part, "id") : undefined;
    return isMediaKind(key) && id !== undefined ? [{ kind: key, id }] : mediaIn(part);
  });
}
