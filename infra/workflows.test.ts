import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

type Job = {
  needs?: string;
  permissions?: Record<string, string>;
  uses?: string;
  with?: Record<string, string>;
  steps?: { uses?: string; run?: string; with?: Record<string, string> }[];
};
type Workflow = {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
};

const folder = new URL("../.github/workflows/", import.meta.url);
const workflows = new Map(
  readdirSync(folder).map((file) => [file, parse(readFileSync(new URL(file, folder), "utf8")) as Workflow]),
);

test("every workflow says what it may do, and none may write code", () => {
  for (const [file, { permissions, on }] of workflows) {
    // What is only called has its callers' permissions, and could only take away from them.
    const isOnlyCalled = Object.keys(on).join() === "workflow_call";
    if (isOnlyCalled) expect(permissions, file).toBeUndefined();
    else expect(permissions, file).toBeDefined();
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

test("a preview may write its comment, and a deployment may not", () => {
  expect(workflows.get("preview.yml")?.jobs["preview"]?.permissions).toMatchObject({
    "pull-requests": "write",
  });
  for (const { permissions } of Object.values(workflows.get("deploy.yml")?.jobs ?? {}))
    expect(permissions).not.toHaveProperty("pull-requests");
});

test("workflows run the very pulumi that the package pins, which is the SDK's own", () => {
  const { devDependencies } = JSON.parse(readFileSync(new URL("../../package.json", folder), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const steps = Object.values(workflows.get("pulumi.yml")?.jobs ?? {}).flatMap(({ steps: own = [] }) => own);
  const pinned = steps.flatMap((step) => step.with?.["pulumi-version"] ?? []);
  expect(pinned).toEqual([devDependencies["pulumi"]]);
  expect(devDependencies["@pulumi/pulumi"]).toBe(devDependencies["pulumi"]);
});
