import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBundles } from "../../infra/bundles/build-bundles.ts";
import { functionNames } from "../../shared/contracts/functions.ts";
import { startTestStack } from "../../shared/testing/stack.ts";
import { linkDependencies } from "../link-dependencies.ts";
import { functionEnvironment } from "../local-environment.ts";
import { startBundle } from "../start-bundle.ts";
import { firstWork } from "./first-work.ts";

const rounds = 9;
const hello = `import { http } from "@google-cloud/functions-framework";
http("hello", (request, response) => { response.send("hello"); });
`;

type Measured = { firstResponseMs: number[]; firstWorkMs: number[] };

/**
 * Milliseconds from the start of a function's process, built as it is deployed, to its first response, beside
 * those of the bare framework's hello in the same run; and to its first work, whose clients load and connect then:
 * a signed message that Pub/Sub has taken, a delivery that the database has kept. Medians of processes that take turns.
 */
export async function benchColdStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cold-start-"));
  const bundles = await buildBundles(folder);
  for (const bundle of bundles) await linkDependencies(bundle.folder);
  await writeHello(join(folder, "functions", "hello"));
  const stack = await startTestStack();
  const measured = new Map<string, Measured>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ["hello", ...functionNames] as const) {
        const env = functionEnvironment(name === "hello" ? [] : [name], stack.environment);
        const start = async (work?: RequestInit & { path: string }): Promise<number> =>
          measure(join(folder, "functions", name), name, env, work);
        const own = measured.get(name) ?? { firstResponseMs: [], firstWorkMs: [] };
        measured.set(name, own);
        own.firstResponseMs.push(await start());
        const work = name === "hello" ? undefined : firstWork(name, stack.environment);
        if (work !== undefined) own.firstWorkMs.push(await start(work));
      }
    }
  } finally {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  }

  const bare = median(measured.get("hello")?.firstResponseMs ?? []);
  console.log(
    "                 first response   of hello's   aim        first work   code at start      in all",
  );
  console.log(`hello (bare)     ${bare.toFixed(0).padStart(11)} ms`);
  for (const { name, entryBytes, codeBytes } of bundles.filter((bundle) =>
    bundle.folder.startsWith(join(folder, "functions")),
  )) {
    const { firstResponseMs, firstWorkMs } = measured.get(name) ?? { firstResponseMs: [], firstWorkMs: [] };
    const response = median(firstResponseMs);
    console.log(
      [
        name.padEnd(16),
        `${response.toFixed(0).padStart(11)} ms`,
        `${(response / bare).toFixed(2)} ×`.padStart(12),
        `≤ ${name === "webhook" ? "1.5" : "2.5"} ×`,
        firstWorkMs.length === 0 ? " ".repeat(14) : `${median(firstWorkMs).toFixed(0).padStart(12)} ms`,
        `${Math.round(entryBytes / 1024)} KiB`.padStart(13),
        `${Math.round(codeBytes / 1024)} KiB`.padStart(11),
      ].join(" "),
    );
  }
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
): Promise<number> {
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
    return performance.now() - startedAt;
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
