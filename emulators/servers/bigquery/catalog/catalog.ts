import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../http/json-object.ts";
import type { Field } from "./field.ts";

export type TableName = { project: string; dataset: string; table: string };

/** A table as it was declared; what the server does not act on is kept and given back. */
export type TableEntry = { name: TableName; fields: Field[]; resource: JsonObject };
export type DatasetEntry = { project: string; dataset: string; resource: JsonObject };

type Content = { datasets: DatasetEntry[]; tables: TableEntry[] };

export type Catalog = {
  datasets(project: string): DatasetEntry[];
  findDataset(project: string, dataset: string): DatasetEntry | undefined;
  tables(): readonly TableEntry[];
  findTable(name: TableName): TableEntry | undefined;
  /** Adds, or replaces by name. */
  putDataset(entry: DatasetEntry): Promise<void>;
  putTable(entry: TableEntry): Promise<void>;
  removeDataset(project: string, dataset: string): Promise<void>;
  removeTable(name: TableName): Promise<void>;
};

/** What datasets and tables there are, apart from their rows, so that asking for it needs no database. */
export async function openCatalog(dataDir: string | undefined): Promise<Catalog> {
  const file = dataDir === undefined ? undefined : join(dataDir, "catalog.json");
  const content: Content = { datasets: [], tables: [], ...(await read(file)) };
  let saving: Promise<unknown> = Promise.resolve();

  /** One after the other. */
  async function save(): Promise<void> {
    const mine = saving.then(write);
    saving = mine.catch(() => undefined);
    await mine;
  }

  /** The file is replaced, never half written. */
  async function write(): Promise<void> {
    if (file === undefined || dataDir === undefined) return;
    await mkdir(dataDir, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(content));
    await rename(`${file}.new`, file);
  }

  const isDataset = (project: string, dataset: string) => (entry: DatasetEntry) =>
    entry.project === project && entry.dataset === dataset;
  const isTable = (name: TableName) => (entry: TableEntry) => tableKey(entry.name) === tableKey(name);

  return {
    datasets: (project) => content.datasets.filter((entry) => entry.project === project),
    findDataset: (project, dataset) => content.datasets.find(isDataset(project, dataset)),
    tables: () => content.tables,
    findTable: (name) => content.tables.find(isTable(name)),
    async putDataset(entry) {
      const is = isDataset(entry.project, entry.dataset);
      content.datasets = [...content.datasets.filter((other) => !is(other)), entry];
      await save();
    },
    async putTable(entry) {
      const is = isTable(entry.name);
      content.tables = [...content.tables.filter((other) => !is(other)), entry];
      await save();
    },
    async removeDataset(project, dataset) {
      const is = isDataset(project, dataset);
      content.datasets = content.datasets.filter((other) => !is(other));
      await save();
    },
    async removeTable(name) {
      const is = isTable(name);
      content.tables = content.tables.filter((other) => !is(other));
      await save();
    },
  };
}

/** `project:dataset.table`, as BigQuery's messages name a table. */
export function tableKey({ project, dataset, table }: TableName): string {
  return `${project}:${dataset}.${table}`;
}

async function read(file: string | undefined): Promise<Partial<Content>> {
  if (file === undefined) return {};
  try {
    return JSON.parse(await readFile(file, "utf8")) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
