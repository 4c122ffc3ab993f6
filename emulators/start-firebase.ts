import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { planSuite } from "./firebase/plan-suite.ts";
import { localProjectId } from "./local-environment.ts";

/** `npm start`, with the Firebase Emulator Suite's servers in place of ours where they can run here. */
const plan = planSuite(await javaVersion());
for (const line of plan.notes) console.log(line);
const suite = spawn(
  "firebase",
  [
    "emulators:exec",
    "--project",
    localProjectId,
    "--only",
    plan.emulators.join(","),
    "--ui",
    "node emulators/start.ts",
  ],
  { stdio: "inherit" },
);
// Ctrl-C reaches the suite by itself, and through it our stack.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => suite.kill("SIGTERM"));
suite.on("exit", (code, signal) => {
  if (code !== 0 && signal === null) console.error(plan.whenItFails);
  process.exit(code ?? 1);
});

/** What `java -version` says; undefined where there is no Java. */
async function javaVersion(): Promise<string | undefined> {
  try {
    return (await promisify(execFile)("java", ["-version"])).stderr;
  } catch {
    return undefined;
  }
}
