import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

export type TestRedis = {
  url: string;
  /** As a crash would; the address stays its own. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

/** Whether a real Redis can be started here: Debian's package `redis-server`, say. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A real Redis that keeps nothing on disk; end it with `stop`. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await findFreePort();
  let server: ChildProcess | undefined;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      server = spawn("redis-server", options, { stdio: ["ignore", "pipe", "ignore"] });
      for await (const chunk of server.stdout ?? []) {
        if (String(chunk).includes("Ready to accept connections")) break;
      }
    },
    async stop() {
      if (server === undefined || server.exitCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
  await redis.start();
  return redis;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
