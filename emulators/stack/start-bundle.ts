import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { entryPointOf } from "../../shared/contracts/functions.ts";

const preload = new URL("framework-preload.mjs", import.meta.url).href;

/**
 * Runs a built function as Cloud Functions does: by the framework's binary out of the folder's own `node_modules`,
 * with the folder as the working directory. Once it listens it sends `{ ports: { <target>: port } }`.
 */
export function startBundle(
  folder: string,
  target: string,
  port: number,
  env: Record<string, string>,
): ChildProcess {
  const framework = join(folder, "node_modules", "@google-cloud", "functions-framework");
  return fork(join(framework, "build", "src", "main.js"), {
    cwd: folder,
    env: { ...env, FUNCTION_TARGET: entryPointOf(target), HOST_NAME: target, PORT: String(port) },
    execArgv: ["--import", preload],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}
