import { readFile, readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../testing/database.ts";
import type { TestDatabase } from "../../testing/database.ts";
import { renderTableTypes, tableTypeName } from "./render-table-type.ts";

let database: TestDatabase;
let rendered: Map<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  rendered = await renderTableTypes(database.adminDb);
});
afterAll(async () => database.drop());

describe("the schema types", () => {
  it("say of every table what the catalogue says: columns, nullability, defaults, enumerations", async () => {
    expect(rendered.size).toBeGreaterThanOrEqual(18);
    for (const [table, expected] of rendered) {
      const source = await read(`${table.replaceAll("_", "-")}.ts`);
      const start = source.indexOf("export type");
      expect(normalize(source.slice(start, source.indexOf("};", start) + 2)), table).toBe(
        normalize(expected),
      );
    }
  });

  it("put every table into the database's type, and no other", async () => {
    const source = await read("database.ts");
    const entries = [...source.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, table, type]) => [table, type]);
    expect(entries).toEqual([...rendered.keys()].map((table) => [table, tableTypeName(table)]));
  });

  it("have a file for each table only", async () => {
    const files = (await readdir(import.meta.dirname)).filter((file) => !file.endsWith(".test.ts"));
    const own = ["column-types.ts", "database.ts", "render-table-type.ts"];
    const tables = [...rendered.keys()].map((table) => `${table.replaceAll("_", "-")}.ts`);
    expect(files.toSorted()).toEqual([...own, ...tables].toSorted());
  });
});

async function read(file: string): Promise<string> {
  return readFile(`${import.meta.dirname}/${file}`, "utf8");
}

/** Without what the formatter decides: line breaks, and the bar before the first member of a long union. */
function normalize(source: string): string {
  return source
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(?<=[:<]) ?\| /g, " ")
    .replaceAll(/(?<=<) | (?=>)/g, "");
}
