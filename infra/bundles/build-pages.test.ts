import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test, vi } from "vitest";
import { buildPages } from "./build-pages.ts";

type Manifest = Record<string, { file: string; imports?: string[]; isDynamicEntry?: boolean }>;
const folder = mkdtempSync(join(tmpdir(), "pages-"));
let manifest: Manifest;

beforeAll(async () => {
  // Else React's development build is measured.
  vi.stubEnv("NODE_ENV", "production");
  await buildPages(folder);
  manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8")) as Manifest;
});

/** An entry and all that it imports statically. */
function staticImports(entry: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const imported of manifest[entry]?.imports ?? []) staticImports(imported, found);
  return found;
}

/** Kilobytes of compressed JavaScript that these entries need before they draw. */
function kilobytesOf(...entries: string[]): number {
  const files = new Set(entries.flatMap((entry) => [...staticImports(entry)]));
  const sizes = [...files].map(
    (name) => gzipSync(readFileSync(join(folder, manifest[name]?.file ?? ""))).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

test("the sign-in needs at most 130 kB of JavaScript", () => {
  expect(kilobytesOf("sign-in.html")).toBeLessThanOrEqual(130);
});

test("the application with any one screen needs at most 280 kB of JavaScript", () => {
  const screens = Object.keys(manifest).filter((name) => name.endsWith("-screen.tsx"));
  expect(screens.length).toBeGreaterThan(5);
  const tooLarge = screens.filter((screen) => kilobytesOf("index.html", screen) > 280);
  expect(tooLarge).toEqual([]);
});
