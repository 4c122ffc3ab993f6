import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functionNames, functions } from "../shared/contracts/functions.ts";
import { variables, type VariableName } from "../shared/contracts/variables.ts";
import { isOptional, listVariables } from "./components/values.ts";
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
  "TOTP",
  "REGION",
  "PULUMI_CONFIG_PASSPHRASE",
  "WORKLOAD_IDENTITY_PROVIDER",
  "SERVICE_ACCOUNT",
  "STATE_BUCKET",
];

describe("the guide's", () => {
  test("scripts are the package's", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = all(/npm run (?:--silent )?([\w:-]+)/g);
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

  test("secrets are all that a stack cannot start without", () => {
    const needed = Object.values(functions)
      .flatMap((declared) => listVariables(declared).secret)
      .filter((name) => !isOptional(name) && !name.endsWith("DATABASE_URL"));
    expect(all(/config set --secret --path secrets\.([A-Z_]+)/g)).toEqual(expect.arrayContaining(needed));
  });

  test("commands are what a shell can read", () => {
    const blocks = [...guide.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block);
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
      expect(status, stderr).toBe(0);
    }
  });

  test("Pulumi is the one that the package brings", () => {
    const lines = [...guide.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = ""]) => block.split("\n"));
    expect(lines.filter((line) => /^\s*pulumi /.test(line))).toEqual([]);
  });

  test("fields to subscribe to are those that the code reads", () => {
    const account = read("shared/whatsapp/reading/account-update.ts");
    const switched = /switch \(field\) \{([^]*?)\n  \}\n/.exec(account)?.[1] ?? "";
    const split =
      /switch \(field\) \{([^]*?)\n  \}\n/.exec(read("functions/webhook/split-webhook.ts"))?.[1] ?? "";
    const fields = [...`${switched}${split}`.matchAll(/^    case "(\w+)":/gm)].map(([, field = ""]) => field);
    expect(fields).toContain("messages");
    const [, told = ""] = /subscribe to what the code reads: ([^]*?)\. Make/.exec(guide) ?? [];
    expect([...told.matchAll(/`(\w+)`/g)].map(([, field]) => field).toSorted()).toEqual(
      [...new Set(fields)].toSorted(),
    );
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
    const named = all(/rollout -- back crm-([a-z]+)/g);
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
