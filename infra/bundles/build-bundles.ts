import { rm } from "node:fs/promises";
import { join } from "node:path";
import { functionNames } from "../../shared/contracts/functions.ts";
import { buildBundle, type Bundle } from "./build-bundle.ts";

/** Makes the database ready; run as a Cloud Run job before functions roll out. */
const migrations = { name: "migrations", entry: "shared/db/deploy-cli.ts" };

/**
 * Builds `functions/<name>` for every declared function, and `jobs/migrations`, below a folder that is emptied
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
        outDir: join(outDir, "functions", name),
      }),
    );
  }
  bundles.push(await buildBundle({ ...migrations, outDir: join(outDir, "jobs", migrations.name) }));
  return bundles;
}
