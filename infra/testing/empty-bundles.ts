import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobNames } from "../jobs.ts";

/** Stands in for what `npm run build` makes: the program looks at names and contents only. */
export function emptyBundles(functionNames: string[]): string {
  const dist = mkdtempSync(join(tmpdir(), "dist-"));
  for (const folder of [
    ...functionNames.map((name) => `functions/${name}`),
    ...jobNames.map((name) => `jobs/${name}`),
  ]) {
    // With a folder inside, as the console has its pages in one.
    mkdirSync(join(dist, folder, "web"), { recursive: true });
    writeFileSync(join(dist, folder, "web", "index.html"), "");
    writeFileSync(join(dist, folder, "package.json"), "{}");
    writeFileSync(join(dist, folder, "index.mjs"), "");
  }
  return dist;
}
