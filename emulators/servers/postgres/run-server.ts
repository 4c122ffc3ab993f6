import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Unprivileged } from "./run-unprivileged.ts";

export type RunningServer = {
  pid: number;
  /** Ends open sessions, writes everything down and waits for the end. */
  stop(): Promise<void>;
};

/** Starts the server and waits until it takes connections; rejects with what it said when it ends before. */
export async function runServer({
  program,
  args,
  ...identity
}: ReturnType<Unprivileged["command"]>): Promise<RunningServer> {
  const child = spawn(program, args, {
    ...identity,
    stdio: ["ignore", "ignore", "pipe"],
    // Out of the terminal's process group: Ctrl-C is for us, who then end it last.
    detached: true,
  });
  const ended = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    let output = "";
    const listen = (text: string): void => {
      output += text;
      if (!output.includes("ready to accept connections")) return;
      child.stderr.off("data", listen);
      // Read on, or the server would stop at a full pipe.
      child.stderr.resume();
      resolve();
    };
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    child.once("close", (code) => {
      reject(new Error(`PostgreSQL ended before it was ready (${code}): ${output.trim()}`));
    });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("PostgreSQL has no process id");
  return {
    pid,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGINT");
        // A session that does not end in time is cut off; the log brings the rest back at the next start.
        const patience = setTimeout(() => child.kill("SIGQUIT"), 10_000);
        await ended;
        clearTimeout(patience);
      }
    },
  };
}
