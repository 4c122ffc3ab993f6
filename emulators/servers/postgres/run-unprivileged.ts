import { chown, readFile, stat } from "node:fs/promises";

/** How to start a program that refuses to run as root. */
export type Unprivileged = {
  /** Gives a file or folder to the user that the program runs as. */
  own(path: string): Promise<void>;
  command(program: string, args: string[]): { program: string; args: string[]; uid?: number; gid?: number };
};

/**
 * PostgreSQL refuses to run as root. Where we are root (in a container), it runs as the owner of its data folder, or
 * as `postgres`, or as `nobody`; no user is created.
 */
export async function runUnprivileged(dataDir: string): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) {
    return { own: async () => {}, command: (program, args) => ({ program, args }) };
  }
  const { uid, gid } = await chooseUser(dataDir);
  return {
    own: async (path) => chown(path, uid, gid),
    command: (program, args) => ({ program, args, uid, gid }),
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
