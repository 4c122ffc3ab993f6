import { asId, asName, asObject, type JsonObject, property } from "../../contracts/loose-json.ts";
import type { Reading } from "./content/content.ts";
import { readContent } from "./content/read-content.ts";
import { omitMissing } from "./content/omit-missing.ts";
import { typeOf } from "./content/type-of.ts";

/** What changes a message rather than being one. `target` is that message's wamid, which may not be stored yet. */
export type MessageChange =
  /** Without `emoji` it takes the author's reaction away. */
  | { kind: "reaction"; target: string; emoji?: string }
  | { kind: "edit"; target: string; reading: Reading }
  | { kind: "revoke"; target: string };

/** Reads a reaction, an edit or a deletion; undefined when it is none, or names no message. */
export function readChange(type: string, message: JsonObject): MessageChange | undefined {
  const part = property(message, type);
  switch (type) {
    case "reaction": {
      const target = asId(property(part, "message_id"));
      if (target === undefined) return undefined;
      return omitMissing({ kind: "reaction" as const, target, emoji: asName(property(part, "emoji")) });
    }
    case "edit": {
      const target = asId(property(part, "original_message_id"));
      const edited = asObject(property(part, "message"));
      if (target === undefined || edited === undefined) return undefined;
      return { kind: "edit", target, reading: readContent(typeOf(edited), edited) };
    }
    case "revoke": {
      const target = asId(property(part, "original_message_id"));
      return target === undefined ? undefined : { kind: "revoke", target };
    }
    default:
      return undefined;
  }
}
