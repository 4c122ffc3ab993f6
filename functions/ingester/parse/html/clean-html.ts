import { Parser } from "htmlparser2";
import { IngestFailure } from "../../ingest-failure.ts";

/** Elements below this many others lose their tags: what reads the page takes longer with its depth, by its square and worse. */
const deepest = 100;
/** Nobody wrote a page like that. */
const refusedAt = 2_000;
/** Left out with all that is in them. */
const unseen = new Set(["script", "style", "noscript", "template", "svg", "iframe", "object", "canvas"]);
/** The page's frame, which every page gets anew, whether it has one or leaves it out as HTML allows. */
const frame = new Set(["html", "head", "body", "meta", "link", "base"]);
const voids = new Set("area br col embed hr img input source track wbr".split(" "));

type Kept = "tags" | "text" | "title" | "nothing";

/**
 * HTML as a whole page with one head and one body, every element closed, in time and memory that grow with its length only.
 * Scripts and the like are left out. Throws `too-complex` when elements are nested absurdly deep.
 */
export function cleanHtml(html: string): string {
  const body: string[] = [];
  const title: string[] = [];
  /** How each element that is open is kept. */
  const open: Kept[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (open.length >= refusedAt) throw new IngestFailure("too-complex");
      const kept = keep(name, open.at(-1), open.length);
      open.push(kept);
      if (kept === "tags") body.push(`<${name}${attributesOf(attributes)}>`);
    },
    onclosetag(name) {
      if (open.pop() === "tags" && !voids.has(name)) body.push(`</${name}>`);
    },
    ontext(text) {
      const around = open.at(-1);
      if (around === "title") title.push(escapeHtml(text));
      else if (around !== "nothing") body.push(escapeHtml(text));
    },
  });
  parser.end(html);
  return `<!doctype html><html><head><title>${title.join("")}</title></head><body>${body.join("")}</body></html>`;
}

function keep(name: string, around: Kept | undefined, depth: number): Kept {
  if (around === "nothing" || around === "title" || unseen.has(name)) return "nothing";
  if (name === "title") return "title";
  return frame.has(name) || depth > deepest || !/^[a-z][a-z0-9-]*$/.test(name) ? "text" : "tags";
}

function attributesOf(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .filter(([name]) => /^[a-z][a-z0-9-]*$/.test(name))
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join("");
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
