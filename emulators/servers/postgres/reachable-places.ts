import { createHash } from "node:crypto";
import { chmod, cp, lstat, mkdir, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { PostgresBinaries } from "./binaries.ts";

export type Places = { dataDir: string; binaries: PostgresBinaries };

/**
 * Where the server finds its binaries and its data. Usually where they are. As root below a folder that only root may
 * enter (root's own home is one on a new machine) the user that PostgreSQL runs as reaches neither: then the binaries
 * are copied to /var/tmp, once, and the data lies there too, with a link in its usual place.
 */
export async function findReachablePlaces(dataDir: string, binaries: PostgresBinaries): Promise<Places> {
  if (process.getuid?.() !== 0) return { dataDir, binaries };
  return {
    dataDir: (await canBeReachedByAll(dirname(dataDir))) ? dataDir : await linkToOpenFolder(dataDir),
    binaries: (await canBeReachedByAll(dirname(binaries.postgres))) ? binaries : await copyBinaries(binaries),
  };
}

/** A folder of root's own that all may enter; nobody else can have put anything there. */
async function openFolder(name: string): Promise<string> {
  const path = join(process.platform === "linux" ? "/var/tmp" : tmpdir(), name);
  await mkdir(path, { recursive: true, mode: 0o755 });
  const { uid } = await lstat(path);
  if (uid !== 0) throw new Error(`${path} is not root's: remove it, then start again`);
  await chmod(path, 0o755);
  return path;
}

async function linkToOpenFolder(dataDir: string): Promise<string> {
  const known = await readlink(dataDir).catch(() => undefined);
  const folder = await openFolder(`whatsapp-crm-${hash(dataDir)}`);
  const data = join(folder, "postgres");
  if (known === data) return data;
  if (await exists(dataDir)) await rename(dataDir, data).catch(async () => cp(dataDir, data, copying));
  await rm(dataDir, { recursive: true, force: true });
  await symlink(data, dataDir);
  return data;
}

/** The whole distribution, for the server finds its libraries and time zones beside its binaries. */
async function copyBinaries(binaries: PostgresBinaries): Promise<PostgresBinaries> {
  const native = dirname(dirname(binaries.postgres));
  const { mtimeMs } = await stat(binaries.postgres);
  const folder = await openFolder("whatsapp-crm-postgres");
  const copy = join(folder, hash(`${native} ${mtimeMs}`));
  if (!(await exists(copy))) {
    const building = `${copy}.${process.pid}`;
    await cp(native, building, copying);
    // Another process may have been first; its copy is the same.
    await rename(building, copy).catch(async () => rm(building, { recursive: true, force: true }));
  }
  return {
    postgres: join(copy, "bin", basename(binaries.postgres)),
    initdb: join(copy, "bin", basename(binaries.initdb)),
  };
}

const copying = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true } as const;

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Whether the folder, and every one on the way to it, may be entered by any user. */
async function canBeReachedByAll(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
