import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

const files = ["shared", "functions", "emulators", "infra"]
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((path) => join(top, path)),
  )
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"));

/** Imports of types count: two files that need each other's types are one thing, or want a third. */
const importsOf = new Map(
  files.map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const targets = [...text.matchAll(/(?:\bfrom |\bimport\()"(\.[^"]+)"/g)].map(([, target = ""]) =>
      relative(root, join(root, dirname(path), target)),
    );
    return [path, targets] as const;
  }),
);

/** A way from the file back to itself; undefined where there is none. `done` are files of which that is known. */
function findCycle(path: string, way: readonly string[], done: Set<string>): string[] | undefined {
  if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
  if (done.has(path)) return undefined;
  for (const target of importsOf.get(path) ?? []) {
    const cycle = findCycle(target, [...way, path], done);
    if (cycle !== undefined) return cycle;
  }
  done.add(path);
  return undefined;
}

test("no files import each other, directly or around, not even for types", () => {
  const done = new Set<string>();
  const cycles = files.map((path) => findCycle(path, [], done)).filter((cycle) => cycle !== undefined);
  expect(cycles.map((cycle) => cycle.join(" → "))).toEqual([]);
});
