import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each layer may import of ours; functions besides only their own folder. */
const allowed: Record<string, string[]> = {
  "shared/contracts": ["shared/contracts"],
  "shared/domain": ["shared/contracts", "shared/domain"],
  "shared/db": ["shared/contracts", "shared/domain", "shared/db"],
  "shared/clients": ["shared/contracts", "shared/domain", "shared/clients"],
  "shared/runtime": ["shared/contracts", "shared/domain", "shared/db", "shared/clients", "shared/runtime"],
  infra: ["shared/contracts", "infra"],
};
const functionLayers = ["shared/contracts", "shared/domain", "shared/db", "shared/clients", "shared/runtime"];

/** Packages that are pure, beside zod: no I/O, no clock. */
const purePackages = ["zod", "@orama/stemmers", "marked", "temporal-polyfill"];

const files = ["shared", "functions", "emulators", "infra"]
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((path) => join(top, path)),
  )
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.endsWith("-cli.ts"))
  // What only a function's tests use.
  .filter((path) => !/^functions\/[^/]+\/testing\//.test(path));

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/(?:\bfrom |^import |\bimport\()"([^"]+)"/gm)].map(([, target]) => target ?? "");
}

/** `@scope/name/part` and `name/part` belong to the package before the part. */
function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

function layerOf(path: string): string {
  const [top, second] = path.split("/");
  if (top === "functions") return `functions/${second}`;
  return top === "shared" ? `shared/${second}` : (top ?? "");
}

function allowedFor(layer: string): string[] | undefined {
  if (layer.startsWith("functions/")) return [...functionLayers, layer];
  return allowed[layer];
}

test("there is something to check", () => {
  expect(files.length).toBeGreaterThan(50);
});

test("every file imports only from the layers below its own; no function imports another", () => {
  const wrong = files.flatMap((path) => {
    const layers = allowedFor(layerOf(path));
    if (layers === undefined) return [];
    return importsOf(path)
      .filter((target) => target.startsWith("."))
      .map((target) => relative(root, join(root, dirname(path), target)))
      .filter((target) => !layers.includes(layerOf(target)))
      .map((target) => `${path} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("contracts and domain import no package but pure ones", () => {
  const wrong = files
    .filter((path) => ["shared/contracts", "shared/domain"].includes(layerOf(path)))
    .filter((path) => path !== "shared/contracts/write-snapshot.ts")
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => !target.startsWith(".") && !purePackages.includes(packageOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

test("only runtime/config.ts reads the environment of what is deployed", () => {
  const readers = files.filter(
    (path) =>
      !path.startsWith("emulators/") &&
      !path.startsWith("shared/testing/") &&
      readFileSync(join(root, path), "utf8").includes("process.env"),
  );
  expect(readers).toEqual(["shared/runtime/config.ts"]);
});

test("nothing that is deployed knows of a local server", () => {
  const wrong = files
    .filter((path) => !path.startsWith("emulators/") && !path.startsWith("shared/testing/"))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => target.includes("emulators/"))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});
