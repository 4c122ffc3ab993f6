import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { functionNames } from "../functions.ts";
import { envExample } from "./env-example.ts";
import { fillPage } from "./fill-page.ts";
import { pages, root } from "./pages.ts";
import { parts } from "./tables.ts";

const read = async (path: string) => readFile(new URL(path, root), "utf8");
const texts = await Promise.all(pages.map(read));
const readme = await read("README.md");
const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };

test.each(pages)(
  "the generated parts of %s are what the contracts say (after a change: npm run pages)",
  (page) => {
    const text = texts[pages.indexOf(page)] ?? "";
    expect(text).toContain("<!-- generated:");
    expect(fillPage(text)).toBe(text);
  },
);

test("every part stands on a page, and every function's page is linked", () => {
  const all = texts.join("\n");
  for (const name of Object.keys(parts)) expect(all).toContain(`<!-- generated: ${name} -->`);
  for (const name of functionNames) expect(all).toContain(`(${name}/README.md)`);
});

test(".env.example lists every variable (after a change: npm run pages)", async () => {
  expect(await read(".env.example")).toBe(envExample());
});

test("the README can be read at one sitting", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(181);
});

test("every npm command that a page names exists", async () => {
  const contributing = await read(".github/CONTRIBUTING.md");
  const named = [
    ...[readme, contributing, ...texts].join("\n").matchAll(/npm (?:run )?(?:--silent )?([a-z][a-z:-]*)/g),
  ];
  const builtin = new Set(["ci", "install", "test", "start"]);
  for (const [, name = ""] of named)
    expect(builtin.has(name) || Object.hasOwn(scripts, name), `npm run ${name}`).toBe(true);
});

test("a part that nothing makes is an error, not an empty place", () => {
  expect(() => fillPage("<!-- generated: nothing --> <!-- end -->")).toThrow(/nothing/);
});
