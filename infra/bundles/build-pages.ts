import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = new URL("../../", import.meta.url);

/** Where the sources of `console` look for its pages. */
export const pagesFolder = fileURLToPath(new URL("functions/console/web/dist/", root));

/** Builds the console's pages into a folder, which is emptied first; a second's work. */
export async function buildPages(outDir: string): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL("functions/console/web/vite.config.ts", root)),
    logLevel: "error",
    build: { outDir, emptyOutDir: true },
  });
}
