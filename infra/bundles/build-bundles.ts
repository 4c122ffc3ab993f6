import { rm } from "node:fs/promises";
import { join } from "node:path";
import { functionNames } from "../../shared/contracts/functions.ts";
import { jobNames, jobs } from "../jobs.ts";
import { containerServices } from "../container-services.ts";
import { buildBundle, type Bundle } from "./build-bundle.ts";

/**
 * Builds `functions/<name>` for every declared function, and `jobs/<name>` for every job, below a folder that is emptied
 * first. The same sources and dependencies give the same bytes.
 */
export async function buildBundles(outDir: string): Promise<Bundle[]> {
  await rm(outDir, { recursive: true, force: true });
  const bundles: Bundle[] = [];
  // One after the other: esbuild uses every core by itself.
  for (const name of functionNames) {
    bundles.push(
      await buildBundle({
        name,
        entry: `functions/${name}/index.ts`,
        standsAlone: containerServices.includes(name),
        outDir: join(outDir, "functions", name),
      }),
    );
  }
  for (const name of jobNames) {
    bundles.push(
      await buildBundle({ name, entry: jobs[name], standsAlone: true, outDir: join(outDir, "jobs", name) }),
    );
  }
  return bundles;
}
