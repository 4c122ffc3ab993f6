import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";

const stamped = /^[\u200E\u200F]*\[?\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?\s+\D{0,3}\d{1,2}[:.]\d{2}/u;
const noContent =
  /^[\u200E\u200F]*(?:<.{3,40}>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted|This message was deleted\.?|You deleted this message\.?|null)$/iu;
/** A pause this long begins another conversation. */
const pauseMs = 6 * 3_600_000;

/** Whether a text is what WhatsApp's "Export chat" writes. */
export function isChatExport(text: string): boolean {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, 40);
  return lines.filter((line) => stamped.test(line)).length >= 3;
}

/**
 * A chat exported from WhatsApp: each stretch of it with its day, a line for each turn with who said it. Customers known by
 * their phone number only are called so; their numbers are no knowledge.
 */
export async function parseChatExport(text: string): Promise<ParsedDocument> {
  const { parseString } = await import("whatsapp-chat-parser");
  const said = parseString(text).filter(
    ({ author, message }) => author !== null && message.trim() !== "" && !noContent.test(message.trim()),
  );
  const blocks: Block[] = [];
  let rows: string[] = [];
  let before: { author: string | null; at: number } | undefined;
  for (const { author, date, message } of said) {
    const at = date.getTime();
    if (before === undefined || at - before.at > pauseMs) {
      rows = [];
      blocks.push({ kind: "heading", level: 1, text: `Chat ${dayOf(date)}` }, { kind: "rows", rows });
    }
    const line = message.replaceAll(/\s*\n\s*/g, " ").trim();
    if (rows.length > 0 && before?.author === author) rows.push(`${rows.pop() ?? ""} ${line}`);
    else rows.push(`${speaker(author ?? "")}: ${line}`);
    before = { author, at };
  }
  return { kind: "blocks", pages: [{ blocks }] };
}

function speaker(author: string): string {
  return /^[\u202A\u200E~\s]*\+?[\d\s().\u00A0\u2011-]{7,}[\u202C\s]*$/u.test(author) ? "Customer" : author;
}

function dayOf(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return day.map((part) => String(part).padStart(2, "0")).join("-");
}
