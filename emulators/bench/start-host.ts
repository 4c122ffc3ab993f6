import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts a host script of this folder in a process of its own, as in production; resolves once it listens. */
export async function startHost(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { ...env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = (await once(child, "message")) as [{ port?: number; ports?: Record<string, number> }];
  const port = message.port ?? Object.values(message.ports ?? {})[0];
  return { url: `http://127.0.0.1:${port}/`, child };
}
