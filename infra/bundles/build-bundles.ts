import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type FunctionName, functionNames } from "../../shared/contracts/functions.ts";
import { type JobName, jobNames, jobs } from "../jobs.ts";
import { containerServices } from "../container-services.ts";
import { buildPages } from "./build-pages.ts";
import { buildBundle, type Bundle } from "./build-bundle.ts";

type Names = readonly (FunctionName | JobName)[];

/**
 * Builds `functions/<name>` for every declared function, and `jobs/<name>` for every job, below a folder that is emptied
 * first; or only those named. The same sources and dependencies give the same bytes.
 */
export async function buildBundles(
  outDir: string,
  only: Names = [...functionNames, ...jobNames],
): Promise<Bundle[]> {
  await rm(outDir, { recursive: true, force: true });
  const all = [
    ...functionNames.map((name) => ({
      name,
      entry: `functions/${name}/index.ts`,
      standsAlone: containerServices.includes(name),
      outDir: join(outDir, "functions", name),
    })),
    ...jobNames.map((name) => ({
      name,
      entry: jobs[name],
      standsAlone: true,
      outDir: join(outDir, "jobs", name),
    })),
  ];
  const bundles: Bundle[] = [];
  // One after the other: esbuild uses every core by itself.
  for (const wanted of all) if (only.includes(wanted.name)) bundles.push(await buildBundle(wanted));
  if (only.includes("console")) await buildPages(join(outDir, "functions/console/web/dist"));
  return bundles;
}
