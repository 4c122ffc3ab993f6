import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { IngestFailure } from "../../ingest-failure.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";

const maxRows = 20_000;

/** The rows of a CSV or TSV file with their headers. */
export async function parseCsv(text: string): Promise<ParsedDocument> {
  const { parse } = await import("csv-parse/sync");
  try {
    const rows = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      to: maxRows,
      maxRecordSize: 1_000_000,
    }) as string[][];
    return { kind: "blocks", pages: [{ blocks: tableBlocks(rows) }] };
  } catch (error) {
    throw new IngestFailure("damaged", { cause: error });
  }
}

/** The candidate that stands most often outside quotes in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 5_000).replaceAll(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((sign) => ({ sign, count: head.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}
