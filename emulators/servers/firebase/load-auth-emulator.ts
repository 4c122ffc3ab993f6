import { createRequire } from "node:module";
import type { RequestListener } from "node:http";
import type { AuthProject } from "./auth-state.ts";

export type AuthEmulator = {
  createApp: (
    defaultProjectId: string,
    singleProjectMode: number,
    projects: Map<string, AuthProject>,
  ) => Promise<RequestListener>;
  newProject: (projectId: string) => AuthProject;
};

type ExegesisExpress = { middleware: (document: unknown, options: object) => unknown };

/**
 * Loads only the Auth emulator's own modules out of firebase-tools, not its command line.
 *
 * The emulator asks its OpenAPI router for a validator per operation at start, which costs about five seconds and
 * 200 MB. The router can make them on first use instead, but the emulator passes no such option, so it is added here,
 * before the emulator's server module takes hold of the router.
 */
export function loadAuthEmulator(): AuthEmulator {
  const firebaseTools = createRequire(import.meta.resolve("firebase-tools/package.json"));

  const router = firebaseTools("exegesis-express") as ExegesisExpress;
  const { middleware } = router;
  router.middleware = (document, options) =>
    middleware(document, { ...options, lazyCompileValidationSchemas: true });

  const { logger } = firebaseTools("./lib/logger.js") as { logger: { silent: boolean } };
  logger.silent = true;

  const { createApp } = firebaseTools("./lib/emulator/auth/server.js") as Pick<AuthEmulator, "createApp">;
  const { AgentProjectState } = firebaseTools("./lib/emulator/auth/state.js") as {
    AgentProjectState: new (projectId: string) => AuthProject;
  };
  return { createApp, newProject: (projectId) => new AgentProjectState(projectId) };
}
