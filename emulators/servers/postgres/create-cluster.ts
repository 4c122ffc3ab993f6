import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PostgresBinaries } from "./binaries.ts";
import type { Unprivileged } from "./run-unprivileged.ts";

const majorVersion = "18";

/**
 * Makes the folder a PostgreSQL cluster unless it is one. Built beside its place and then renamed, so that an
 * interrupted first start leaves nothing half done.
 */
export async function createCluster(
  dataDir: string,
  { binaries, user, password }: { binaries: PostgresBinaries; user: Unprivileged; password: string },
): Promise<void> {
  const version = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version?.trim() === majorVersion) return;
  if (version !== undefined) {
    throw new Error(
      `${dataDir} holds data of PostgreSQL ${version.trim()}, not ${majorVersion}: npm run reset clears it`,
    );
  }
  const building = `${dataDir}.building`;
  const passwordFile = `${dataDir}.password`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { mode: 0o700 });
  await user.own(building);
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    await user.own(passwordFile);
    await runInitdb(user.command(binaries.initdb, initdbArguments(building, passwordFile)));
    // An empty folder gives way to the rename; one that holds something else makes it fail.
    await rename(building, dataDir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function initdbArguments(dataDir: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataDir}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same sorting and letter case on every machine, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
  ];
}

async function runInitdb({ program, args, ...identity }: ReturnType<Unprivileged["command"]>): Promise<void> {
  const child = spawn(program, args, { ...identity, stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed (${code}): ${output.trim()}`);
}
