import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

type Job = {
  needs?: string;
  permissions?: Record<string, string>;
  uses?: string;
  with?: Record<string, string>;
  steps?: { uses?: string; run?: string }[];
};
type Workflow = { permissions?: Record<string, string>; jobs: Record<string, Job> };

const folder = new URL("../.github/workflows/", import.meta.url);
const workflows = new Map(
  readdirSync(folder).map((file) => [file, parse(readFileSync(new URL(file, folder), "utf8")) as Workflow]),
);

test("every workflow says what it may do, and none may write code", () => {
  for (const [file, { permissions }] of workflows) {
    expect(permissions, file).toBeDefined();
    expect(permissions?.["contents"] ?? "none", file).not.toBe("write");
  }
});

test("staging is deployed only after all checks, prod only after staging", () => {
  const { check, staging, prod } = workflows.get("deploy.yml")?.jobs ?? {};
  expect(check?.uses).toBe("./.github/workflows/check.yml");
  expect(staging?.needs).toBe("check");
  expect(prod?.needs).toBe("staging");
  expect([staging?.with?.["environment"], prod?.with?.["environment"]]).toEqual(["staging", "prod"]);
});

test("a pull request looks at stacks from an environment that may not deploy", () => {
  const { preview } = workflows.get("preview.yml")?.jobs ?? {};
  expect(preview?.with?.["command"]).toBe("preview");
  expect(preview?.with?.["environment"]).toMatch(/-preview$/);
});

test("no step reads what somebody else wrote as a command", () => {
  const runs = [...workflows.values()]
    .flatMap(({ jobs }) => Object.values(jobs))
    .flatMap(({ steps = [] }) => steps);
  for (const { run = "" } of runs) expect(run).not.toMatch(/\$\{\{\s*github\.(event|head_ref)/);
});

test("actions are pinned to a commit, which nobody can move", () => {
  const steps = [...workflows.values()]
    .flatMap(({ jobs }) => Object.values(jobs))
    .flatMap(({ steps: own = [] }) => own);
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
});
