import { z } from "zod";
import type { Block } from "../../blocks/block.ts";
import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { questionBlocks, tableBlocks } from "../../blocks/table-blocks.ts";

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join("\n"))]);
const pair = z.looseObject({ question: text, answer: text });
const shortPair = z.looseObject({ q: text, a: text }).transform(({ q, a }) => ({ question: q, answer: a }));
/** https://schema.org/FAQPage */
const schemaOrgPair = z
  .looseObject({ name: z.string(), acceptedAnswer: z.looseObject({ text }) })
  .transform(({ name, acceptedAnswer }) => ({ question: name, answer: acceptedAnswer.text }));
const anyPair = z.union([pair, shortPair, schemaOrgPair]);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const deepest = 20;

/** JSON: questions with answers wherever they stand, lists of records as tables, and all else by its names. */
export function parseJson(source: string): ParsedDocument {
  let value: unknown;
  try {
    value = JSON.parse(source.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new IngestFailure("damaged", { cause: error });
  }
  return { kind: "blocks", pages: [{ blocks: blocksOf(value, "", 1) }] };
}

function blocksOf(value: unknown, name: string, level: number): Block[] {
  const blocks = namedBlocks(value, name, level);
  return name === "" || blocks[0]?.kind !== "heading" ? blocks : [...blocks, { kind: "heading-end", level }];
}

function namedBlocks(value: unknown, name: string, level: number): Block[] {
  if (level > deepest) throw new IngestFailure("too-complex");
  const found = anyPair.safeParse(value).data;
  if (found !== undefined) return questionBlocks(found.question, found.answer);
  const heading: Block[] = name === "" ? [] : [{ kind: "heading", level, text: name }];
  if (Array.isArray(value)) {
    const table = tableOf(value);
    if (table !== undefined) return [...heading, ...tableBlocks(table)];
    return [...heading, ...value.flatMap((item) => blocksOf(item, "", level + 1))];
  }
  if (typeof value !== "object" || value === null) {
    const said = String(cell.parse(value ?? null) ?? "").trim();
    return said === "" ? [] : [{ kind: "paragraph", text: name === "" ? said : `${name}: ${said}` }];
  }
  const entries = Object.entries(value);
  const plain = entries.filter(([, item]) => cell.safeParse(item).success && item !== null && item !== "");
  const rows = plain.map(([key, item]) => `${key}: ${String(item)}`);
  const nested = entries.filter(([, item]) => typeof item === "object" && item !== null);
  return [
    ...heading,
    ...(rows.length === 0 ? [] : [{ kind: "rows" as const, rows }]),
    ...nested.flatMap(([key, item]) => blocksOf(item, key, level + 1)),
  ];
}

/** Records of plain values that share their names; undefined when they are something else. */
function tableOf(list: readonly unknown[]): string[][] | undefined {
  const records = z.array(z.record(z.string(), cell)).min(1).safeParse(list).data;
  if (records === undefined || records.some((record) => anyPair.safeParse(record).success)) return undefined;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (names.length < 2) return undefined;
  return [names, ...records.map((record) => names.map((name) => String(record[name] ?? "")))];
}
