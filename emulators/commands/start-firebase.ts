import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { planSuite } from "./plan-suite.ts";
import { localProjectId } from "../stack/local-environment.ts";

/** `npm start`, with the Firebase Emulator Suite's servers in place of ours where they can run here. */
const plan = planSuite(await javaVersion(), await canDownload());
for (const line of plan.notes) console.log(line);
const only = ["--only", plan.emulators.join(","), ...(plan.ui ? ["--ui"] : [])];
const command = ["emulators:exec", "--project", localProjectId, ...only, "node emulators/commands/start.ts"];
const suite = spawn("firebase", command, { stdio: "inherit" });
// Ctrl-C reaches the suite by itself, and through it our stack.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => suite.kill("SIGTERM"));
suite.on("exit", (code) => {
  if (code !== 0) console.error("The suite did not run to its end; `npm start` runs without it.");
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

/** Whether the place that the suite downloads from answers. */
async function canDownload(): Promise<boolean> {
  const place = "https://storage.googleapis.com/firebase-preview-drop/emulator/ui-v1.15.0.zip";
  const answer = await fetch(place, { method: "HEAD", signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  return answer?.ok === true;
}
