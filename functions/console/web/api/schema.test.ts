import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the types of the API's client name every path of the API's document, and no other", () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
  const document = JSON.parse(read("../../../api/openapi.json")) as { paths: Record<string, unknown> };
  const paths =
    read("schema.d.ts")
      .split("export type webhooks")[0]
      ?.matchAll(/^ {2}"(\/[^"]*)": \{$/gm) ?? [];
  expect([...paths].map(([, path]) => path).toSorted()).toEqual(Object.keys(document.paths).toSorted());
});
