import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FunctionName, functionNames } from "../../shared/contracts/functions.ts";
import { startBundle } from "./start-bundle.ts";

export type RunningFunctions = {
  /** Where each function listens. */
  ports: Record<FunctionName, number>;
  /** Ends the function's process at once, as a crash would. Only with a process each. */
  kill(name: FunctionName): Promise<void>;
  /** Starts it again, on the port that it had. */
  restart(name: FunctionName): Promise<void>;
  /** Lets every function finish what it has, and ends. */
  close(): Promise<void>;
};

type RunOptions = {
  /** Asked ports; 0 for any. */
  ports: Record<FunctionName, number>;
  /** One process for each function instead of one for all. */
  isolated: boolean;
  /** Runs the built functions in this folder instead of the sources; needs a process for each. */
  bundles?: string | undefined;
  environmentOf(names: readonly FunctionName[]): Record<string, string>;
  /** Called with every line that a function writes. */
  onLine(line: string): void;
};

/** Runs all functions beside this process. */
export async function runFunctions(options: RunOptions): Promise<RunningFunctions> {
  const groups = options.isolated ? functionNames.map((name) => [name]) : [functionNames];
  const ports = { ...options.ports };
  const processes = new Map<FunctionName, ChildProcess>();

  async function start(names: readonly FunctionName[]): Promise<void> {
    const child = await startHost(names, ports, options);
    for (const name of names) processes.set(name, child);
  }

  await Promise.all(groups.map(start));
  return {
    ports,
    async kill(name) {
      if (!options.isolated) throw new Error("only a function in a process of its own can be killed alone");
      await end(processes.get(name), "SIGKILL");
    },
    async restart(name) {
      await start([name]);
    },
    async close() {
      await Promise.all([...new Set(processes.values())].map(async (child) => end(child, "SIGTERM")));
    },
  };
}

async function startHost(
  names: readonly FunctionName[],
  ports: Record<FunctionName, number>,
  { environmentOf, onLine, bundles }: RunOptions,
): Promise<ChildProcess> {
  const [first] = names;
  const child =
    bundles === undefined || first === undefined
      ? forkHost(names, ports, environmentOf(names))
      : startBundle(join(bundles, first), first, ports[first], environmentOf(names));
  const errors: string[] = [];
  eachLine(child.stdout, onLine);
  eachLine(child.stderr, (line) => {
    errors.push(line);
    onLine(line);
  });
  const listening = once(child, "message") as Promise<[{ ports: Record<FunctionName, number> }]>;
  const ended = once(child, "exit").then(() => {
    throw new Error(`${names.join(", ")} did not start:\n${errors.slice(-20).join("\n")}`);
  });
  const [message] = await Promise.race([listening, ended]);
  ended.catch(() => undefined);
  Object.assign(ports, message.ports);
  return child;
}

function forkHost(
  names: readonly FunctionName[],
  ports: Record<FunctionName, number>,
  env: Record<string, string>,
): ChildProcess {
  return fork(
    fileURLToPath(new URL("functions-host.ts", import.meta.url)),
    names.map((name) => `${name}=${ports[name]}`),
    { env, stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: ["--disable-warning=ExperimentalWarning"] },
  );
}

function eachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}

async function end(child: ChildProcess | undefined, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
