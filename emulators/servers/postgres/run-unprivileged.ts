import { spawnSync } from "node:child_process";
import { chown, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** How to start a program that refuses to run as root. */
export type Unprivileged = {
  /** Gives a file or folder to the user that the program runs as. */
  own(path: string): Promise<void>;
  command(program: string, args: string[]): { program: string; args: string[]; uid?: number; gid?: number };
};

/** Part of util-linux, which every usual distribution has. */
const setpriv = "setpriv";

/**
 * PostgreSQL refuses to run as root. Where we are root (in a container), it runs as the owner of its data folder, or
 * as `postgres`, or as `nobody`; no user is created. `paths` are what it must reach.
 */
export async function runUnprivileged(dataDir: string, paths: string[]): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) {
    return { own: async () => {}, command: (program, args) => ({ program, args }) };
  }
  const { uid, gid } = await chooseUser(dataDir);
  const own = async (path: string): Promise<void> => chown(path, uid, gid);
  if ((await Promise.all([dataDir, ...paths].map(canBeReachedByAll))).every(Boolean)) {
    return { own, command: (program, args) => ({ program, args, uid, gid }) };
  }
  // A clone below /root, which only root may enter: the program keeps root's right to pass closed folders, nothing else.
  if (spawnSync(setpriv, ["--help"]).error !== undefined) {
    throw new Error(
      `PostgreSQL cannot run as root, and another user cannot reach ${dataDir}. Run as another user, move the clone to a folder that all may enter, or install setpriv (util-linux).`,
    );
  }
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--inh-caps=+dac_override"];
  return {
    own,
    command: (program, args) => ({
      program: setpriv,
      args: [...flags, "--ambient-caps=+dac_override", program, ...args],
    }),
  };
}

async function chooseUser(dataDir: string): Promise<{ uid: number; gid: number }> {
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (user === undefined) {
    throw new Error("PostgreSQL cannot run as root, and this machine has neither a user postgres nor nobody");
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether every folder on the way may be entered by any user. */
async function canBeReachedByAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
