import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { dumpProjects, restoreProjects } from "./auth-state.ts";
import type { AuthProject, SavedProject } from "./auth-state.ts";
import { loadAuthEmulator } from "./load-auth-emulator.ts";
import { openStateFile } from "./state-file.ts";

export type AuthWorkerData = { port: number; projectId: string; dataDir: string | undefined };
export type AuthWorkerMessage = { port: number };

const singleProjectModeWithoutWarnings = 0;

const { port, projectId, dataDir } = workerData as AuthWorkerData;
const emulator = loadAuthEmulator();

let projects = new Map<string, AuthProject>();
const file = dataDir === undefined ? undefined : openStateFile(dataDir, () => dumpProjects(projects));
if (file?.saved) projects = restoreProjects(file.saved satisfies SavedProject[], emulator.newProject);

const app = await emulator.createApp(projectId, singleProjectModeWithoutWarnings, projects);
const server = createServer((req, res) => {
  // Any request may change state, a GET too: the links of the emulator's mails are plain GETs.
  res.once("close", () => file?.saveSoon());
  app(req, res);
});
server.listen(port, "127.0.0.1");
await once(server, "listening");

parentPort?.once("message", () => {
  server.close(() => {
    file?.save();
    process.exit(0);
  });
  server.closeAllConnections();
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage({ port: (server.address() as AddressInfo).port } satisfies AuthWorkerMessage);
