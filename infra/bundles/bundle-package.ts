import { readFile } from "node:fs/promises";

type LockEntry = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  devOptional?: boolean;
};
type Lock = { lockfileVersion: number; packages: Record<string, LockEntry> };

type RootPackage = { overrides: Record<string, string | object> };

const rootLock = new URL("../../package-lock.json", import.meta.url);
const rootPackage = new URL("../../package.json", import.meta.url);

/** What Cloud Functions reads to choose the runtime and to install what is not in the bundle. */
export async function packageFor(name: string, dependencies: readonly string[]): Promise<object> {
  const { packages } = await readLock();
  const { overrides } = JSON.parse(await readFile(rootPackage, "utf8")) as RootPackage;
  const installed = new Set(reach(packages, dependencies).keys().map(nameOf));
  // The lock holds what stands in for a package only together with the order to let it.
  const own = Object.entries(overrides).filter(([overridden]) => installed.has(overridden));
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
    ...(own.length === 0 ? {} : { overrides: Object.fromEntries(own) }),
  };
}

/** The part of our lock file that the dependencies need, so that a deployment installs the versions that were tested. */
export async function lockFor(name: string, dependencies: readonly string[]): Promise<object> {
  const { lockfileVersion, packages } = await readLock();
  const needed = reach(packages, dependencies);
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

/** Every package that the dependencies need, theirs among them, by its place in `node_modules`. */
function reach(packages: Lock["packages"], dependencies: readonly string[]): Map<string, LockEntry> {
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
  return needed;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
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
