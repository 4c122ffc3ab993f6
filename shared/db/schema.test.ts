import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { renderSchema } from "./setup/render-schema.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

test("schema.d.ts says what the migrations make: run `npm run schema` after a change of them", async () => {
  const file = await readFile(new URL("schema.d.ts", import.meta.url), "utf8");
  expect(normalize(file)).toBe(normalize(await renderSchema(database.adminDb)));
});

/** Without what the formatter decides: line breaks, and the bar before the first member of a long union. */
function normalize(source: string): string {
  return source
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(?<=[:<]) ?\| /g, " ")
    .replaceAll(/(?<=<) | (?=>)/g, "")
    .trim();
}
