import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functionNames } from "../shared/contracts/functions.ts";
import { variables, type VariableName } from "../shared/contracts/variables.ts";
import { jobNames, jobs } from "./jobs.ts";
import { publicOnes } from "./components/endpoints.ts";

// What the guide tells people to type and to look up is checked against what is there.
const root = new URL("../", import.meta.url);
const guide = read("infra/README.md");

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

function all(pattern: RegExp): string[] {
  return [...new Set([...guide.matchAll(pattern)].map(([, found]) => found ?? ""))];
}

/** Of the shell and of the workflows, not of functions. */
const notOurs = [
  "PROJECT",
  "REGION",
  "PULUMI_CONFIG_PASSPHRASE",
  "WORKLOAD_IDENTITY_PROVIDER",
  "SERVICE_ACCOUNT",
  "STATE_BUCKET",
];

describe("the guide's", () => {
  test("scripts are the package's", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = all(/npm run ([\w:-]+)/g);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test("secrets are secret variables", () => {
    const named = all(/secrets\.([A-Z_]+)/g);
    expect(named).toContain("WHATSAPP_APP_SECRETS");
    expect(
      named.filter((name) => !Object.hasOwn(variables, name) || !variables[name as VariableName].secret),
    ).toEqual([]);
  });

  test("names in capitals are variables", () => {
    const named = all(/`([A-Z][A-Z_]{4,})`/g);
    expect(named.filter((name) => !Object.hasOwn(variables, name) && !notOurs.includes(name))).toEqual([]);
  });

  test("outputs are what the program gives", () => {
    const named = all(/stack output (\w+)/g);
    expect(named).toContain("webhookUrl");
    const [, given = ""] = /export const \{([^}]+)\}/.exec(read("infra/index.ts")) ?? [];
    expect(named.filter((name) => !given.includes(name))).toEqual([]);
  });

  test("jobs are jobs, and take the words that it gives them", () => {
    const named = [...guide.matchAll(/jobs execute crm-([\w-]+)[^\n`]*--args=(\w+)/g)];
    expect(named.length).toBeGreaterThan(1);
    for (const [, name, word] of named) {
      expect(jobNames).toContain(name);
      expect(read(jobs[name as keyof typeof jobs])).toContain(`"${word}"`);
    }
  });

  test("services are functions", () => {
    const named = all(/services update-traffic crm-([\w-]+)/g);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(functionNames as string[]).includes(name))).toEqual([]);
  });

  test("files and folders are there, from the root or from here", () => {
    const named = all(/`([\w-]+\/[\w./-]*)`/g).filter((path) => !/^(?:dist|roles)\//.test(path));
    expect(named).toContain("shared/db/cloud-sql.ts");
    const isThere = (path: string): boolean =>
      existsSync(new URL(path, root)) || existsSync(new URL(`infra/${path}`, root));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
    const workflows = all(/`(\w+\.yml)`/g);
    expect(workflows).toContain("deploy.yml");
    expect(workflows.filter((file) => !isThere(`.github/workflows/${file}`))).toEqual([]);
  });

  test("requests are routes of the API", () => {
    const { paths } = JSON.parse(read("functions/api/openapi.json")) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const named = [...guide.matchAll(/`(GET|POST|PATCH|DELETE) (\/api\/v1[^`]*)`/g)];
    expect(named.length).toBeGreaterThan(2);
    for (const [, method = "", path = ""] of named)
      expect(paths[path]?.[method.toLowerCase()], `${method} ${path}`).toBeDefined();
  });

  test("list of what is public is the program's", () => {
    expect(guide).toContain(publicOnes.map((name) => `\`${name}\``).join(", "));
  });
});
