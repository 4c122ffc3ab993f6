import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bundle } from "../../infra/bundles/build-bundle.ts";
import { buildBundles } from "../../infra/bundles/build-bundles.ts";
import { functionNames } from "../../shared/contracts/functions.ts";
import { startTestStack } from "../testing/stack.ts";
import { linkDependencies } from "../stack/link-dependencies.ts";
import { functionEnvironment } from "../stack/local-environment.ts";
import type { Stack } from "../stack/stack.ts";
import { startBundle } from "../stack/start-bundle.ts";
import { cpuUsOf } from "./cpu-us-of.ts";
import { firstWork } from "./first-work.ts";

const rounds = 9;
const hello = `import { http } from "@google-cloud/functions-framework";
http("hello", (request, response) => { response.send("hello"); });
`;

/** `processorMs` is NaN where the system does not tell it. */
type Started = { elapsedMs: number; processorMs: number };
type Measured = { firstResponse: Started[]; firstWork: Started[] };

/**
 * Milliseconds from the start of a function's process, built as it is deployed, to its first response, beside
 * those of the bare framework's hello in the same run; and to its first work, whose clients load and connect then:
 * a signed message that Pub/Sub has taken, a delivery that the database has kept. Medians of processes that take turns.
 * The ratio is of the processor's time, as far as the system tells it, for that stays when others use the machine too.
 */
export async function benchColdStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cold-start-"));
  const measured = new Map<string, Measured>();
  let bundles: Bundle[] = [];
  let stack: Stack | undefined;
  try {
    bundles = await buildBundles(folder);
    for (const bundle of bundles) await linkDependencies(bundle.folder);
    await writeHello(join(folder, "functions", "hello"));
    stack = await startTestStack();
    const { environment } = stack;
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ["hello", ...functionNames] as const) {
        const env = functionEnvironment(name === "hello" ? [] : [name], environment);
        const start = async (work?: RequestInit & { path: string }): Promise<Started> =>
          measure(join(folder, "functions", name), name, env, work);
        const own = measured.get(name) ?? { firstResponse: [], firstWork: [] };
        measured.set(name, own);
        own.firstResponse.push(await start());
        const work = name === "hello" ? undefined : firstWork(name, environment);
        if (work !== undefined) own.firstWork.push(await start(work));
      }
    }
  } finally {
    await stack?.close();
    await rm(folder, { recursive: true, force: true });
  }

  const bare = medianOf(measured.get("hello")?.firstResponse ?? []);
  console.log(
    "                 first response   of hello's   aim        first work   code at start      in all",
  );
  console.log(`hello (bare)     ${bare.elapsedMs.toFixed(0).padStart(11)} ms`);
  for (const { name, entryBytes, codeBytes } of bundles.filter((bundle) =>
    bundle.folder.startsWith(join(folder, "functions")),
  )) {
    const { firstResponse, firstWork: works } = measured.get(name) ?? { firstResponse: [], firstWork: [] };
    const response = medianOf(firstResponse);
    console.log(
      [
        name.padEnd(16),
        `${response.elapsedMs.toFixed(0).padStart(11)} ms`,
        `${ratioOf(response, bare).toFixed(2)} ×`.padStart(12),
        `≤ ${name === "webhook" ? "1.5" : "2.5"} ×`,
        works.length === 0 ? " ".repeat(15) : `${medianOf(works).elapsedMs.toFixed(0).padStart(12)} ms`,
        `${Math.round(entryBytes / 1024)} KiB`.padStart(13),
        `${Math.round(codeBytes / 1024)} KiB`.padStart(11),
      ].join(" "),
    );
  }
}

/** Of what the processor had to do or, where the system does not tell, of the time that went by. */
function ratioOf(own: Started, bare: Started): number {
  const ratio = own.processorMs / bare.processorMs;
  return Number.isNaN(ratio) ? own.elapsedMs / bare.elapsedMs : ratio;
}

async function writeHello(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "index.mjs"), hello);
  const dependencies = { "@google-cloud/functions-framework": "*" };
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ type: "module", main: "index.mjs", dependencies }),
  );
  await linkDependencies(folder);
}

async function measure(
  folder: string,
  name: string,
  env: Record<string, string>,
  work: RequestInit & { path: string } = { path: "/" },
): Promise<Started> {
  const startedAt = performance.now();
  const child = startBundle(folder, name, 0, env);
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  const exited = once(child, "exit");
  try {
    const [{ ports }] = (await once(child, "message")) as [{ ports: Record<string, number> }];
    const response = await fetch(`http://127.0.0.1:${ports[name]}${work.path}`, work);
    await response.arrayBuffer();
    if (response.status >= 500) throw new Error(`${name} answered ${response.status} to ${work.path}`);
    return { elapsedMs: performance.now() - startedAt, processorMs: cpuUsOf(child.pid) / 1000 };
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

function medianOf(started: readonly Started[]): Started {
  return {
    elapsedMs: median(started.map(({ elapsedMs }) => elapsedMs)),
    processorMs: median(started.map(({ processorMs }) => processorMs)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
