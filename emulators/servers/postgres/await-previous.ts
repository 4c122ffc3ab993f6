import { readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** This process, and not another that was given the same id, as the first one in a container always is. */
const self = `${process.pid} ${performance.timeOrigin}`;

/** Notes in the cluster that this process has started it. */
export async function noteParent(dataDir: string): Promise<void> {
  await writeFile(join(dataDir, "parent"), self);
}

/**
 * After a SIGKILL of what started it, the cluster's previous server may still be shutting down: waits for that. What
 * PostgreSQL itself would take for a running server, because the machine gave its process id away, is cleared.
 * Returns at once when a live process still owns the cluster; then starting it again fails, as it should.
 */
export async function awaitPreviousServer(dataDir: string): Promise<void> {
  const parent = await readFile(join(dataDir, "parent"), "utf8").catch(() => "");
  const parentPid = Number(parent.split(" ")[0]);
  if (parent === self || (parentPid !== process.pid && isAlive(parentPid))) return;
  const lockFile = join(dataDir, "postmaster.pid");
  for (let waited = 0; ; waited += 50) {
    const lock = await readFile(lockFile, "utf8").catch(() => undefined);
    if (lock === undefined || !isAlive(Number(lock.split("\n")[0]))) return;
    const port = Number(lock.split("\n")[3]);
    if (waited >= 5_000 && !(await answers(port))) {
      await rm(lockFile, { force: true });
      return;
    }
    if (waited >= 10_000) return;
    await delay(50);
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket
      .once("error", () => resolve(false))
      .once("connect", () => {
        socket.destroy();
        resolve(true);
      });
  });
}
