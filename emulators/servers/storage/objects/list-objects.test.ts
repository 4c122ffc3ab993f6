import { describe, expect, test } from "vitest";
import type { ObjectRecord } from "../store.ts";
import { listObjects } from "./list-objects.ts";
import type { ListQuery } from "./list-objects.ts";

const everything: ListQuery = {
  prefix: "",
  delimiter: "",
  startOffset: "",
  endOffset: "",
  includeTrailingDelimiter: false,
  maxResults: 1000,
  pageToken: undefined,
};

function list(names: string[], query: Partial<ListQuery>) {
  const objects = names.map((name) => ({ name }) as ObjectRecord);
  const { items, ...rest } = listObjects(objects, { ...everything, ...query });
  return { names: items.map(({ name }) => name), ...rest };
}

const names = ["a.txt", "docs/", "docs/1", "docs/2", "docs/old/1", "docsx", "z"];

test("names come in the order of their UTF-8 bytes", () => {
  expect(list(["\u{1F600}", "\uFFFD", "b", "a"], {}).names).toEqual(["a", "b", "\uFFFD", "\u{1F600}"]);
});

describe("with a delimiter", () => {
  test("deeper names fold into prefixes", () => {
    expect(list(names, { delimiter: "/" })).toEqual({ names: ["a.txt", "docsx", "z"], prefixes: ["docs/"] });
  });

  test("a prefix opens a folder", () => {
    expect(list(names, { delimiter: "/", prefix: "docs/" })).toEqual({
      names: ["docs/", "docs/1", "docs/2"],
      prefixes: ["docs/old/"],
    });
  });

  test("includeTrailingDelimiter lists the folder's own object besides the prefix", () => {
    const listing = list(names, { delimiter: "/", includeTrailingDelimiter: true });
    expect(listing).toEqual({ names: ["a.txt", "docs/", "docsx", "z"], prefixes: ["docs/"] });
  });
});

test("start is inclusive, end is exclusive", () => {
  expect(list(names, { startOffset: "docs/2", endOffset: "z" }).names).toEqual([
    "docs/2",
    "docs/old/1",
    "docsx",
  ]);
});

test.each(["", "/"])("pages of two, delimiter %j, together hold everything once", (delimiter) => {
  const whole = list(names, { delimiter });
  const seen = { names: [] as string[], prefixes: [] as string[] };
  let pageToken: string | undefined;
  do {
    const page = list(names, { delimiter, maxResults: 2, pageToken });
    expect(page.names.length + page.prefixes.length).toBeLessThanOrEqual(2);
    seen.names.push(...page.names);
    seen.prefixes.push(...page.prefixes);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect(seen).toEqual(whole);
});
