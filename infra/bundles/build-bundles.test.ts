import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle } from "./build-bundle.ts";
import { buildBundles } from "./build-bundles.ts";

// The least and the greatest function, the one with files of its own, and a job; CI builds all of them twice.
const sample = ["webhook", "ingester", "api", "migrations"] as const;
let folders: [string, string];
let bundles: Bundle[];

beforeAll(async () => {
  folders = [await mkdtemp(join(tmpdir(), "build-")), await mkdtemp(join(tmpdir(), "another-build-"))];
  bundles = await buildBundles(folders[0], sample);
  await buildBundles(folders[1], sample);
}, 300_000);

afterAll(async () => {
  for (const folder of folders ?? []) await rm(folder, { recursive: true, force: true });
});

async function hashes(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const hashed = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [
      path.slice(folder.length),
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    ] as const;
  });
  return Object.fromEntries((await Promise.all(hashed)).toSorted());
}

async function readPackage(bundle: Bundle, file = "package.json"): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(bundle.folder, file), "utf8")) as Record<string, unknown>;
}

test("two builds, in different folders, are the same byte for byte", async () => {
  const first = await hashes(folders[0]);
  expect(Object.keys(first).length).toBeGreaterThan(sample.length * 4);
  expect(await hashes(folders[1])).toEqual(first);
});

test("a bundle asks for Node 24 and for packages in exact versions only", async () => {
  for (const bundle of bundles) {
    const { engines, type, main, dependencies } = await readPackage(bundle);
    expect({ engines, type, main }).toEqual({ engines: { node: "24" }, type: "module", main: "index.mjs" });
    for (const version of Object.values(dependencies as Record<string, string>))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test("functions install the framework, whose registry its binary reads; jobs install nothing", () => {
  const jobBundle = bundles.find(({ name }) => name === "migrations");
  expect(jobBundle?.dependencies).toEqual([]);
  for (const { name, dependencies } of bundles) {
    if (name !== "migrations") expect(dependencies).toContain("@google-cloud/functions-framework");
  }
});

test("a bundle's lock file holds all that its packages need, with integrity", async () => {
  for (const bundle of bundles) {
    const { packages } = (await readPackage(bundle, "package-lock.json")) as {
      packages: Record<string, { integrity?: string }>;
    };
    const { "": own, ...installed } = packages;
    expect(own).toMatchObject({ dependencies: (await readPackage(bundle))["dependencies"] });
    expect(Object.values(installed).filter(({ integrity }) => integrity === undefined)).toEqual([]);
    if (bundle.dependencies.length > 0) expect(Object.keys(installed)).toContain("node_modules/express");
  }
});

test("a bundle installs with nothing but what lies in it", async () => {
  for (const { name, folder, dependencies } of bundles) {
    const alone = await mkdtemp(join(tmpdir(), `${name}-alone-`));
    await cp(folder, alone, { recursive: true });
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    await promisify(execFile)("npm", ["ci", "--omit=dev", "--ignore-scripts", ...quiet], { cwd: alone });
    const installed = await readdir(join(alone, "node_modules")).catch(() => []);
    expect(installed.length > 0, name).toBe(dependencies.length > 0);
    await rm(alone, { recursive: true, force: true });
  }
}, 300_000);

test("a bundle carries our licence and the licences of all whose code is in it", async () => {
  for (const { name, folder } of bundles) {
    expect(await readFile(join(folder, "LICENSE"), "utf8")).toContain("Apache License");
    const notices = await readFile(join(folder, "THIRD-PARTY-NOTICES.txt"), "utf8");
    for (const source of await sourcesOf(name)) {
      const carried = /node_modules\/((?:@[^/]+\/)?[^/.@][^/]*)\/(?!.*node_modules)/.exec(source)?.[1];
      if (carried !== undefined) expect(notices, name).toContain(`${carried} `);
    }
  }
});

test("no path of this machine and none of its variables is in a bundle", async () => {
  for (const bundle of bundles) {
    const code = await readFile(join(bundle.folder, "index.mjs"), "utf8");
    expect(code).not.toContain(process.cwd());
    expect(code.match(/sourceMappingURL=(\S+)/)?.[1]).toBe("index.mjs.map");
  }
});

async function sourcesOf(name: string): Promise<string[]> {
  const folder = bundles.find((bundle) => bundle.name === name)?.folder ?? "";
  const maps = (await readdir(folder)).filter((file) => file.endsWith(".map"));
  const lists = maps.map(
    async (file) => (JSON.parse(await readFile(join(folder, file), "utf8")) as { sources: string[] }).sources,
  );
  return (await Promise.all(lists)).flat();
}

test("a function whose declaration lists no client but the bus carries none, and none of their packages", async () => {
  const sources = await sourcesOf("webhook");
  const clients = sources
    .filter((source) => source.includes("shared/runtime/bus"))
    .map((source) => basename(source));
  // Of the others only what says that they are not there.
  expect(new Set(clients)).toContain("bus.ts");
  const packages = new Set(sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]));
  expect(packages).toContain("@google-cloud/pubsub");
  for (const name of [
    "pg",
    "kysely",
    "openai",
    "@google-cloud/bigquery",
    "@google-cloud/storage",
    "@qdrant/js-client-rest",
    "firebase-admin",
    "@google-cloud/kms",
    "nodemailer",
  ]) {
    expect(packages).not.toContain(name);
  }
});

test("the webhook's start reads less than a third of a megabyte, for each more is a wait of the first message", () => {
  const webhook = bundles.find(({ name }) => name === "webhook");
  expect(webhook?.entryBytes).toBeLessThan(1_000_000 / 3);
});
