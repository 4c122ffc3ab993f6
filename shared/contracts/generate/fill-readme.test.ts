import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { functionNames } from "../functions.ts";
import { fillReadme } from "./fill-readme.ts";
import { parts } from "./tables.ts";

const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
const scripts = (
  JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as {
    scripts: Record<string, string>;
  }
).scripts;

test("the README's generated parts are what the contracts say (after a change: npm run readme)", () => {
  expect(fillReadme(readme)).toBe(readme);
});

test("the README shows every part", () => {
  for (const name of Object.keys(parts)) expect(readme).toContain(`<!-- generated: ${name} -->`);
  for (const name of functionNames) expect(readme).toContain(`functions/${name}/README.md`);
});

test("every npm command that the README names exists", () => {
  const named = [...readme.matchAll(/npm (?:run )?(?:--silent )?([a-z][a-z:-]*)/g)].map(
    ([, name]) => name ?? "",
  );
  const builtin = new Set(["ci", "install", "test", "start"]);
  for (const name of named)
    expect(builtin.has(name) || Object.hasOwn(scripts, name), `npm run ${name}`).toBe(true);
});

test("a part that nothing makes is an error, not an empty place", () => {
  expect(() => fillReadme("<!-- generated: nothing --> <!-- end -->")).toThrow(/nothing/);
});
