import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { functionNames } from "../../shared/contracts/functions.ts";
import { emptyBundles } from "./empty-bundles.ts";
import { exampleSecrets } from "./example-secrets.ts";
import { type Registered, startEngine } from "./pulumi-engine.ts";
import { exampleConfig, type StackName } from "./read-example.ts";

export type Run = { registered: Registered[]; asked: string[]; exitCode: number; messages: string[] };
type Options = { command: "preview" | "up"; program?: string; secrets?: Record<string, string> };

const infra = fileURLToPath(new URL("..", import.meta.url));
const launcher = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run");

/** Runs the program as `pulumi` does, by its launcher in a process of its own, against an engine that makes nothing. */
export async function runProgram(
  stack: StackName,
  { command, program = "index.ts", secrets = exampleSecrets }: Options,
): Promise<Run> {
  const engine = await startEngine(stack, command === "preview");
  const dist = emptyBundles(functionNames);
  const config = {
    ...exampleConfig(stack),
    "whatsapp-crm:secrets": JSON.stringify(secrets),
    "whatsapp-crm:dist": dist,
  };
  const child = spawn(
    "env",
    [
      "PULUMI_NODEJS_TYPESCRIPT=false",
      `PULUMI_CONFIG=${JSON.stringify(config)}`,
      `PULUMI_CONFIG_SECRET_KEYS=${JSON.stringify(["whatsapp-crm:secrets"])}`,
      process.execPath,
      launcher,
      "--project=whatsapp-crm",
      `--stack=${stack}`,
      `--pwd=${infra}`,
      `--root-directory=${infra}`,
      `--monitor=${engine.address}`,
      `--engine=${engine.address}`,
      "--parallel=64",
      ...(command === "preview" ? ["--dry-run"] : []),
      program,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve(code ?? 1));
  });
  const errors = await readText(child.stderr);
  const exitCode = await ended;
  engine.stop();
  await rm(dist, { recursive: true, force: true });
  const { registered, asked, messages } = engine;
  return { registered, asked, exitCode, messages: [...messages, errors].filter((message) => message !== "") };
}
