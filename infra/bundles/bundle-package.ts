import { readFile } from "node:fs/promises";

type LockEntry = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  devOptional?: boolean;
};
type Lock = { lockfileVersion: number; packages: Record<string, LockEntry> };

const rootLock = new URL("../../package-lock.json", import.meta.url);

/** What Cloud Functions reads to choose the runtime and to install what is not in the bundle. */
export async function packageFor(name: string, dependencies: readonly string[]): Promise<object> {
  const { packages } = await readLock();
  return {
    name: `whatsapp-crm-${name}`,
    version: "0.0.0",
    private: true,
    type: "module",
    main: "index.mjs",
    engines: { node: "24" },
    dependencies: Object.fromEntries(
      dependencies.map((dependency) => [dependency, versionOf(packages, dependency)]),
    ),
  };
}

/** The part of our lock file that the dependencies need, so that a deployment installs the versions that were tested. */
export async function lockFor(name: string, dependencies: readonly string[]): Promise<object> {
  const { lockfileVersion, packages } = await readLock();
  const needed = new Map<string, LockEntry>();
  const waiting = dependencies.map((dependency) => locate(packages, "", dependency));
  for (const path of waiting) {
    // Whether it is also for development says nothing in a bundle.
    const { dev: _dev, devOptional: _devOptional, ...entry } = packages[path] ?? {};
    needed.set(path, entry);
    for (const dependency of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const found = locate(packages, path, dependency);
      if (!needed.has(found) && !waiting.includes(found)) waiting.push(found);
    }
  }
  const {
    version,
    dependencies: direct,
    engines,
  } = (await packageFor(name, dependencies)) as Record<string, object>;
  const sorted = [...needed].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: `whatsapp-crm-${name}`,
    version,
    lockfileVersion,
    requires: true,
    packages: {
      "": { name: `whatsapp-crm-${name}`, version, dependencies: direct, engines },
      ...Object.fromEntries(sorted),
    },
  };
}

/** Where Node finds a package asked for by the one at `from`: the nearest `node_modules` upwards that has it. */
function locate(packages: Lock["packages"], from: string, name: string): string {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const path = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (at === "")
      throw new Error(`package-lock.json does not hold ${name}, wanted by ${from || "a bundle"}`);
  }
}

function versionOf(packages: Lock["packages"], name: string): string {
  const version = packages[`node_modules/${name}`]?.version;
  if (version === undefined) throw new Error(`package-lock.json does not hold ${name}`);
  return version;
}

async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(rootLock, "utf8")) as Lock;
}
