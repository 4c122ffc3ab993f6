import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const maxRows = 20_000;

/** The rows of a CSV or TSV file with their headers. */
export async function parseCsv(source: string): Promise<ParsedDocument> {
  const text = source.replace(named, "");
  const { parse } = await import("csv-parse/sync");
  let count = 0;
  try {
    const rows = parse(text, {
      delimiter: named.exec(source)?.[1] ?? delimiterOf(text),
      bom: true,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      // Those past the limit are counted, and not kept.
      onRecord: (record: string[]) => (++count > maxRows ? null : record),
      maxRecordSize: 1_000_000,
    }) as string[][];
    const past = Math.max(0, count - maxRows);
    return {
      kind: "blocks",
      pages: [{ blocks: tableBlocks(rows) }],
      ...(past === 0 ? {} : { warnings: [{ code: "rows-past-limit" as const, count: past }] }),
    };
  } catch (error) {
    throw new IngestFailure("damaged", { cause: error });
  }
}

/** Excel's own way of naming it, on a line before the table. */
const named = /^sep=(.)\r?\n/i;
const candidates = [",", ";", "\t", "|"];

/** What parts the most of the first lines into as many cells as the first; of several, what parts them into more. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 5_000)
    .replaceAll(/"[^"]*"/g, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const scores = candidates.map((sign) => {
    const counts = lines.map((line) => line.split(sign).length - 1);
    const [first = 0] = counts;
    const agreeing = first === 0 ? 0 : counts.filter((count) => count === first).length;
    return { sign, score: agreeing + first / 1_000 };
  });
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).sign;
}
