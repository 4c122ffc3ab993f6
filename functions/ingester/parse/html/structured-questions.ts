import { type Block, QUESTION_LEVEL } from "../../blocks/block.ts";
import { questionBlocks } from "../../blocks/table-blocks.ts";
import { asArray, asObject } from "../../../../shared/contracts/loose-json.ts";
import { htmlText } from "./html-text.ts";
import { readHtml } from "./html-node.ts";

const script = /<script\b[^>]*\btype\s*=\s*["']?application\/ld\+json\b[^>]*>([\s\S]*?)<\/script>/gi;
const deepest = 20;

/** The questions of a page's JSON-LD (https://schema.org/FAQPage) with their answers; those that the page shows too stand there. */
export function structuredQuestions(html: string, shown: readonly Block[]): Block[] {
  const text = squeeze(shown.flatMap(textsOf).join(" "));
  const values = Array.from(html.matchAll(script), ([, json = ""]) => parseLoosely(json));
  const blocks = values
    .flatMap((value) => questionsIn(value, 0))
    .flatMap(({ question, answer }) =>
      text.includes(squeeze(answer)) ? [] : questionBlocks(question, answer),
    );
  return blocks.length === 0 ? [] : [...blocks, { kind: "heading-end", level: QUESTION_LEVEL }];
}

type Pair = { question: string; answer: string };

function questionsIn(value: unknown, depth: number): Pair[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((item) => questionsIn(item, depth + 1));
  const item = asObject(value);
  if (item === undefined) return [];
  const answers = asArray(item["acceptedAnswer"] ?? item["suggestedAnswer"]);
  const answer = asObject(answers[0] ?? item["acceptedAnswer"])?.["text"];
  if (typeof item["name"] === "string" && typeof answer === "string") {
    return [{ question: plain(item["name"]), answer: plain(answer) }];
  }
  return Object.values(item).flatMap((part) => questionsIn(part, depth + 1));
}

/** Answers may be HTML. */
function plain(text: string): string {
  return /[<&]/.test(text) ? htmlText(readHtml(text).body) : text;
}

function parseLoosely(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // What search engines cannot read either is no part of the page.
    return undefined;
  }
}

function textsOf(block: Block): string[] {
  if (block.kind === "heading-end") return [];
  return block.kind === "rows" ? block.rows : [block.text];
}

function squeeze(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
