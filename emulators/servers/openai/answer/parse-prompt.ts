import type { ChatMessage } from "../chat-request.ts";
import type { Source } from "./rank-sentences.ts";

/** A prompt taken apart: the sources it holds, what is asked, and what the customer had asked before. */
export type Prompt = { sources: Source[]; message: string; earlier: string | undefined };

const tagged = /<(source|document|doc|context)\b([^>]*)>([\s\S]*?)<\/\1>/gi;
const numbered =
  /^\s*\[(\w{1,12})\][ \t]*([\s\S]*?)(?=^\s*\[\w{1,12}\]|^\s*(?:question|user)\s*:|(?![\s\S]))/gim;

/** Stands before what was said with a file, or in a voice message. */
const fileLabel = /^\[(?:image|video|audio|voice message|document)[^\]\n]*\][ \t]*/gm;

/**
 * Finds `<source id="1" title="…">…</source>` or `[1] …` blocks; tool results count as sources too. Blocks in a user's
 * message count only where no other message holds any, so that a customer cannot slip one in.
 */
export function parsePrompt(messages: readonly ChatMessage[]): Prompt {
  const sources: Source[] = [];
  const fromUser: Source[] = [];
  const turns: { isUser: boolean; text: string }[] = [];
  for (const { role, text: given } of messages) {
    const text = role === "user" ? given.replaceAll(fileLabel, "") : given;
    if (role === "tool" || role === "function") {
      sources.push({ id: String(sources.length + 1), title: "", heading: "", text });
    } else if (role === "assistant") {
      turns.push({ isUser: false, text });
    } else {
      const found = findTagged(text);
      const blocks = found.length > 0 ? found : findNumbered(text);
      (role === "user" ? fromUser : sources).push(...blocks);
      if (role === "user")
        turns.push({
          isUser: true,
          text: unlabel(text.replaceAll(found.length > 0 ? tagged : numbered, "")),
        });
    }
  }
  // What came after the last reply is one burst, and so one question.
  const said = turns.filter((turn) => turn.text !== "");
  const lastReply = said.findLastIndex((turn) => !turn.isUser);
  const message = said.slice(lastReply + 1).map((turn) => turn.text);
  return {
    sources: sources.length > 0 ? sources : fromUser,
    message: message.join("\n"),
    earlier: said.findLast((turn, index) => turn.isUser && index < lastReply)?.text,
  };
}

function findTagged(text: string): Source[] {
  return [...text.matchAll(tagged)].map(([, , attributes = "", body = ""], i) => ({
    id: attribute(attributes, "id") ?? String(i + 1),
    title: attribute(attributes, "title") ?? "",
    heading: attribute(attributes, "heading") ?? "",
    text: unescape(body.trim()),
  }));
}

function findNumbered(text: string): Source[] {
  return [...text.matchAll(numbered)].map(([, id = "", body = ""]) => ({
    id,
    title: "",
    heading: "",
    text: body.trim(),
  }));
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(attributes);
  return value === null ? undefined : unescape(value[1] ?? value[2] ?? value[3] ?? "");
}

function unescape(text: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", amp: "&" };
  return text.replaceAll(/&(lt|gt|quot|apos|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
}

/** The question itself where the message is a filled template: the text after a last `Question:`. */
function unlabel(text: string): string {
  const labelled =
    text.split(/^\s*(?:question|customer question|user question|customer message)\s*:/im).at(-1) ?? text;
  return labelled.replaceAll(/<\/?[a-z_]+>/gi, " ").trim();
}
