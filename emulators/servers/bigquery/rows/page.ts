import type { DuckDBValue } from "@duckdb/node-api";
import { invalid } from "../http/api-error.ts";

const mostRows = 10_000;

/** A page of rows; `pageToken` is where the next one begins. */
export function pageOf(
  rows: DuckDBValue[][],
  asked: {
    maxResults?: string | null | undefined;
    pageToken?: string | null | undefined;
    startIndex?: string | null;
  },
): { rows: DuckDBValue[][]; pageToken?: string } {
  const size = Math.min(numberOf(asked.maxResults, mostRows), mostRows);
  const start = numberOf(asked.pageToken || asked.startIndex, 0);
  const end = start + size;
  return { rows: rows.slice(start, end), ...(end < rows.length ? { pageToken: String(end) } : {}) };
}

function numberOf(text: string | null | undefined, otherwise: number): number {
  if (text === null || text === undefined || text === "") return otherwise;
  if (!/^\d+$/.test(text)) throw invalid(`Invalid value: ${text}`);
  return Number(text);
}
