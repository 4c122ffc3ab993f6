import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";

const stamped = /^[\u200E\u200F]*\[?\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?\s+\D{0,3}\d{1,2}[:.]\d{2}/u;
/** What stands for a picture or a deleted message, in English, Indonesian, Spanish and Portuguese. */
const media =
  "image|video|audio|voice message|sticker|GIF|document|contact card|gambar|foto|stiker|dokumen|kartu kontak|imagen|vídeo|documento|tarjeta de contacto|imagem|áudio|figurinha|cartão do contato|multimedia|mídia";
const omitted = "omitted|tidak disertakan|dihilangkan|omitid[oa]|ocult(?:ad)?[oa]";
const deleted =
  "this message was deleted|you deleted this message|pesan ini (?:telah )?dihapus|anda (?:telah )?menghapus pesan ini|se eliminó este mensaje|este mensaje fue eliminado|eliminaste este mensaje|mensagem apagada|es[st]a mensagem foi apagada|você apagou es[st]a mensagem";
const noContent = new RegExp(
  `^[\\u200E\\u200F]*(?:<.{3,40}>|(?:${media}) (?:${omitted})|(?:${deleted})\\.?|null)$`,
  "iu",
);
/** A pause this long begins another conversation. */
const pauseMs = 6 * 3_600_000;

/** Whether a text is what WhatsApp's "Export chat" writes. */
export function isChatExport(text: string): boolean {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, 40).map(withPlainStamp);
  return lines.filter((line) => stamped.test(line)).length >= 3;
}

/**
 * A chat exported from WhatsApp: each stretch of it with its day, a line for each turn with who said it. Customers known by
 * their phone number only are called so; their numbers are no knowledge.
 */
export async function parseChatExport(text: string): Promise<ParsedDocument> {
  const { parseString } = await import("whatsapp-chat-parser");
  const plain = text.split(/\r?\n/).map(withPlainStamp).join("\n");
  const said = parseString(plain).filter(
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

const marks = "\\u200E\\u200F\\u061C\\u202A-\\u202E";
/** With whatever digits and marks of direction a phone's language brings. */
const anyStamp = new RegExp(
  `^[${marks}[]*\\p{Nd}[\\p{Nd}${marks}./،,\\s-]*[:.]\\p{Nd}{2}(?:[:.]\\p{Nd}{2})?[${marks}\\s]*[صم]?`,
  "u",
);

/** A line's date and time as the parser knows them: Latin digits, no marks of direction. What was said stays as it is. */
function withPlainStamp(line: string): string {
  return line.replace(anyStamp, (stamp) =>
    stamp
      .replaceAll(new RegExp(`[${marks}]`, "gu"), "")
      .replaceAll(/\p{Nd}/gu, latinDigit)
      .replaceAll("،", ",")
      .replace("ص", "AM")
      .replace("م", "PM"),
  );
}

/** Blocks of ten digits begin at a multiple of 16, or at 6 after one. */
function latinDigit(digit: string): string {
  const place = (digit.codePointAt(0) ?? 0) % 16;
  return /[0-9٠-٩۰-۹]/u.test(digit) ? String(place) : String(place - 6);
}

function speaker(author: string): string {
  return /^[\u202A\u200E~\s]*\+?[\d\s().\u00A0\u2011-]{7,}[\u202C\s]*$/u.test(author) ? "Customer" : author;
}

function dayOf(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return day.map((part) => String(part).padStart(2, "0")).join("-");
}
