import type { Block } from "../../blocks/block.ts";
import type { HtmlNode } from "../html/html-node.ts";
import { readXml, named, attributeOf } from "./xml.ts";
import { textOf } from "./read-archive.ts";

const run = /<w:r(?:\s[^>]*)?>(?:(?!<w:r[\s>])[\s\S])*?<\/w:r>/g;
const hiddenForm = /<w:(?:vanish|webHidden)(?!\s+w:val="(?:0|false|off)")[\s/]|<w:sz\s+w:val="[012]"/;

/** A Word document's XML (ECMA-376 part 1, WordprocessingML) without the runs that it does not show, and how many had text. */
export function withoutHiddenRuns(xml: string): { xml: string; hidden: number } {
  let hidden = 0;
  const shown = xml.replaceAll(run, (one) => {
    const form = /<w:rPr>[\s\S]*?<\/w:rPr>/.exec(one)?.[0] ?? "";
    if (!hiddenForm.test(form)) return one;
    if (/<w:t[\s>][^<]*[\p{L}\p{N}]/u.test(one)) hidden += 1;
    return "";
  });
  return { xml: shown, hidden };
}

/** The lines of a document's headers or footers, each once however many there are of them; without the numbers of pages. */
export function marginBlocks(parts: ReadonlyMap<string, Uint8Array>, kind: "header" | "footer"): Block[] {
  const names = [...parts.keys()].filter((name) => new RegExp(`^word/${kind}\\d*\\.xml$`).test(name));
  const lines = names.flatMap((name) => named(readXml(textOf(parts.get(name))), "w:p").map(lineOf));
  return [...new Set(lines)]
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ kind: "paragraph", text }));
}

/** Empty of a line that counts the pages. */
function lineOf(paragraph: HtmlNode): string {
  const fields = [
    ...named(paragraph, "w:instrText").map((field) => field.textContent ?? ""),
    ...named(paragraph, "w:fldSimple").map((field) => attributeOf(field, "w:instr")),
  ];
  const text = named(paragraph, "w:t")
    .map((part) => part.textContent ?? "")
    .join("")
    .trim();
  const counts = fields.some((field) => /^\s*(?:PAGE|NUMPAGES)\b/.test(field));
  // With the number taken off, what is left names it, or is worth reading.
  const rest = counts
    ? text
        .replaceAll(/(?:\p{L}+\.?\s*)?\d+/gu, "")
        .replaceAll(/\s*[|/–—-]\s*$|^\s*[|/–—-]\s*/gu, "")
        .trim()
    : text;
  return counts && rest.split(/\s+/u).length < 2 ? "" : rest;
}
