import type { TableName } from "../catalog/catalog.ts";

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A project is a database of DuckDB, a dataset a schema in it. */
export function quoteTable({ project, dataset, table }: TableName): string {
  return [project, dataset, table].map(quote).join(".");
}
