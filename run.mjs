// Runs a command of this project under the Node that it is written for, installing the dependencies first when
// they are missing or older than the lock file. Plain JavaScript, because any Node from 20 on may start it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const [command, ...args] = process.argv.slice(2);

if (!isInstalled()) install();
const path = `${bin}${delimiter}${process.env.PATH ?? ""}`;
// Without the second, Google's clients look for a metadata server, which is only in the cloud.
const env = { ...process.env, PATH: path, METADATA_SERVER_DETECTION: "none" };
const child = spawn(command, args, { cwd: root, stdio: "inherit", env });
// Ctrl-C reaches the child by itself; this process only waits for it to end cleanly.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
// npm that is ended alone, or killed, tells nobody: then nobody waits for what runs here any more.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500).unref();
child.on("error", (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));

function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  return (
    existsSync(join(bin, "node")) &&
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  );
}

function install() {
  console.error("Installing dependencies by the lock file; this takes a minute or two the first time.");
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--progress=true"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}
