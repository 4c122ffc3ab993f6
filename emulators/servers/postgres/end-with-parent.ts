import { spawn } from "node:child_process";

/**
 * Ends the database when this process dies without having closed it, SIGKILL included: a shell waits on a pipe that
 * the kernel closes with us. Then removes the folder, if one is given. Returns what calls it off.
 */
export function endWithParent(databasePid: number, removeFolder?: string): () => void {
  if (process.platform === "win32") return () => {};
  const script = `cat >/dev/null; kill -INT "$1"; [ -z "$2" ] && exit
    while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"`;
  const shell = spawn("sh", ["-c", script, "sh", String(databasePid), removeFolder ?? ""], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // The shell may be gone first when a whole session ends.
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  return () => {
    shell.kill("SIGKILL");
  };
}
