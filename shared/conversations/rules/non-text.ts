import { asText, property } from "../../contracts/loose-json.ts";
import { readableWords } from "../../whatsapp/reading/content/read-content.ts";
import { readSmallTalk } from "../../language/small-talk.ts";
import type { NonText } from "../../tenants/rules/non-text-rules.ts";

type Said = { type: string; body: string | null; content: unknown; revoked_at?: Date | null };

/** What kind of message it is; undefined where it is words that want an answer. */
export function nonTextOf(message: Said): NonText | undefined {
  const kind = asText(property(message.content, "kind")) ?? message.type;
  switch (kind) {
    case "audio":
      return "voice";
    case "image":
    case "video":
    case "document":
    case "sticker":
    case "contacts":
    case "location":
    case "order":
      return kind;
    case "form_reply":
      return "form";
    default: {
      const words = readableWords(message);
      if (words === undefined) return "other";
      return kind === "text" && readSmallTalk(words) === "thanks" ? "thanks" : undefined;
    }
  }
}
