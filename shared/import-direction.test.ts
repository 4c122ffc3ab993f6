import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

const ground = ["contracts", "db", "runtime"];

/** The rooms of `shared/` in order, and what each may import beside itself: only rooms that stand above it. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  db: ["contracts"],
  runtime: ["contracts", "db"],
  // Tools that know no tenant and no table.
  language: ["contracts"],
  files: ["contracts", "runtime"],
  llm: ["contracts", "runtime"],
  whatsapp: ["contracts", "runtime", "language"],
  // A business and its talk.
  tenants: [...ground, "language"],
  billing: [...ground, "tenants"],
  outlets: [...ground, "whatsapp", "tenants"],
  templates: [...ground, "whatsapp"],
  contacts: [...ground, "language", "whatsapp"],
  conversations: [...ground, "language", "files", "whatsapp", "tenants"],
  sending: [...ground, "whatsapp", "tenants", "billing", "outlets", "templates", "contacts", "conversations"],
  // What it knows and says.
  knowledge: [...ground, "language", "files", "llm"],
  answers: [...ground, "language", "files", "llm", "whatsapp", "tenants", "conversations", "knowledge"],
  analytics: ["contracts", "runtime"],
};

/** Packages that are pure: no I/O, no clock. */
const purePackages = ["zod", "@orama/stemmers", "marked", "temporal-polyfill", "libphonenumber-js"];

const files = ["shared", "functions", "emulators", "infra"]
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((path) => join(top, path)),
  )
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  // What only a function's tests use.
  .filter((path) => !/^functions\/[^/]+\/testing\//.test(path));

const deployed = files.filter(
  (path) =>
    !path.startsWith("emulators/") && !path.startsWith("shared/testing/") && !path.endsWith("-cli.ts"),
);

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/(?:\bfrom |^import |\bimport\()"([^"]+)"/gm)].map(([, target]) => target ?? "");
}

/** The files of ours that a file imports, as paths from the root. */
function ownImportsOf(path: string): string[] {
  return importsOf(path)
    .filter((target) => target.startsWith("."))
    .map((target) => relative(root, join(root, dirname(path), target)));
}

/** `@scope/name/part` and `name/part` belong to the package before the part. */
function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

function wrongImports(of: readonly string[], isWrong: (path: string, target: string) => boolean): string[] {
  return of.flatMap((path) =>
    ownImportsOf(path)
      .filter((target) => isWrong(path, target))
      .map((target) => `${path} imports ${target}`),
  );
}

const roomOf = (path: string) => (path.startsWith("shared/") ? (path.split("/")[1] ?? "") : undefined);
const isPure = (path: string) =>
  /^shared\/[^/]+\/rules\//.test(path) ||
  /^shared\/(?:language|contracts|whatsapp\/(?:reading|building))\//.test(path);

describe("imports", () => {
  test("go from a room only to the rooms that it may know", () => {
    const ofRooms = files.filter((path) => roomOf(path) !== undefined && roomOf(path) !== "testing");
    expect(
      wrongImports(ofRooms, (path, target) => {
        const [from = "", to] = [roomOf(path), roomOf(target)];
        return to === undefined || (to !== from && !(rooms[from] ?? []).includes(to));
      }),
    ).toEqual([]);
  });

  test("go from a function only to rooms and its own folder", () => {
    const ofFunctions = files.filter((path) => path.startsWith("functions/"));
    expect(
      wrongImports(ofFunctions, (path, target) => {
        const own = path.split("/").slice(0, 2).join("/");
        return (
          !target.startsWith(`${own}/`) && (roomOf(target) === undefined || roomOf(target) === "testing")
        );
      }),
    ).toEqual([]);
  });

  test("go from the infrastructure only to the contracts", () => {
    const ofInfra = files.filter((path) => path.startsWith("infra/"));
    expect(
      wrongImports(ofInfra, (_, target) => !target.startsWith("infra/") && roomOf(target) !== "contracts"),
    ).toEqual([]);
  });

  test("go from a query never to a use case of any room", () => {
    const queries = files.filter((path) => /^shared\/[^/]+\/queries\//.test(path));
    const isUseCase = (target: string) =>
      /^shared\/[^/]+\/[^/]+$/.test(target) &&
      !["contracts", "db", "runtime", "language"].includes(roomOf(target) ?? "");
    expect(wrongImports(queries, (_, target) => isUseCase(target))).toEqual([]);
  });

  test("go from a pure file only to pure files and pure packages", () => {
    const pure = files.filter((path) => isPure(path) && !path.startsWith("shared/contracts/generate/"));
    expect(wrongImports(pure, (_, target) => !isPure(target))).toEqual([]);
    const packages = pure.flatMap((path) =>
      importsOf(path)
        .filter((target) => !target.startsWith(".") && !purePackages.includes(packageOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(packages).toEqual([]);
  });

  test("go from nothing that is deployed to a local server or to what only tests use", () => {
    expect(
      wrongImports(deployed, (_, target) => target.startsWith("emulators/") || roomOf(target) === "testing"),
    ).toEqual([]);
  });
});

test("only runtime/config.ts reads the environment of what is deployed", () => {
  // The Pulumi program runs where it is called from.
  const running = deployed.filter((path) => !path.startsWith("infra/"));
  const readers = running.filter((path) => readFileSync(join(root, path), "utf8").includes("process.env"));
  expect(readers).toEqual(["shared/runtime/config.ts"]);
});
