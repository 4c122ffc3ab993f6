import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { lockFor, packageFor } from "./bundle-package.ts";
import { lazyPackages } from "./lazy-packages.ts";
import { leanZod } from "./lean-zod.ts";
import { noticesFor } from "./notices.ts";

export type Bundle = {
  name: string;
  folder: string;
  /** All code, without source maps. */
  codeBytes: number;
  /** The code that is read before the first request: the entry and what it imports statically. */
  entryBytes: number;
  /** Packages that the deployed folder has to install. */
  dependencies: string[];
};

type BundleOptions = {
  name: string;
  /** From the repository's root. */
  entry: string;
  outDir: string;
  /** Whether there is nobody to install packages where it runs, so that all of them go into the bundle. */
  standsAlone?: boolean;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packages that cannot be bundled: the framework, whose registry the framework's own binary reads, and those that serve files of their own. */
const installed = ["@google-cloud/functions-framework", "swagger-ui-dist"];

/** Packages of data, by the one whose code reads their files. */
const dataOf: Record<string, string> = { unpdf: "pdfjs-dist" };

/**
 * What bundled CommonJS modules expect of their surroundings. The packages that ask for `__dirname` look for
 * files only in parts that we do not use (log transports, gRPC's debugging services).
 */
const banner = [
  'import{createRequire as __createRequire}from"node:module";',
  "const require=__createRequire(import.meta.url),__dirname=import.meta.dirname,__filename=import.meta.filename;",
].join("");

/**
 * Builds one deployable folder: minified modules with source maps, a package.json and its lock, and all licences. The code is
 * split where it is imported lazily, so that a function starts with what its first answer needs: in one file,
 * reading all the rest made a start 1.5 times as long.
 */
export async function buildBundle({
  name,
  entry,
  outDir,
  standsAlone = false,
}: BundleOptions): Promise<Bundle> {
  const external = standsAlone ? [] : installed;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: "linked",
    // Names and lines are enough to read a stack; the sources themselves would treble the upload.
    sourcesContent: false,
    platform: "node",
    format: "esm",
    target: "node24",
    external,
    banner: { js: banner },
    plugins: [lazyPackages(external), leanZod],
    metafile: true,
    logLevel: "error",
  });
  const dependencies = externalsOf(metafile);
  await copyFile(join(root, "LICENSE"), join(outDir, "LICENSE"));
  await writeFile(
    join(outDir, "THIRD-PARTY-NOTICES.txt"),
    await noticesFor(root, Object.keys(metafile.inputs)),
  );
  await writeJson(join(outDir, "package.json"), await packageFor(name, dependencies));
  await writeJson(join(outDir, "package-lock.json"), await lockFor(name, dependencies));
  return { name, folder: outDir, dependencies, ...sizesOf(metafile) };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** The packages that the code imports, or reads files of, at run time, sorted. */
function externalsOf({ inputs, outputs }: Metafile): string[] {
  const paths = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const packages = installed.filter((name) =>
    paths.some((path) => path === name || path.startsWith(`${name}/`)),
  );
  const data = Object.entries(dataOf).flatMap(([reader, name]) =>
    Object.keys(inputs).some((path) => path.includes(`node_modules/${reader}/`)) ? [name] : [],
  );
  return [...packages, ...data].toSorted();
}

function sizesOf({ outputs }: Metafile): Pick<Bundle, "codeBytes" | "entryBytes"> {
  const code = Object.entries(outputs).filter(([path]) => !path.endsWith(".map"));
  const atStart = new Set(code.map(([path]) => path).filter((path) => path.endsWith("/index.mjs")));
  for (const path of atStart) {
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === "import-statement" && outputs[imported.path] !== undefined)
        atStart.add(imported.path);
    }
  }
  return {
    codeBytes: code.reduce((sum, [, { bytes }]) => sum + bytes, 0),
    entryBytes: [...atStart].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0),
  };
}
