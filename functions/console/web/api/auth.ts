import { initializeApp } from "firebase/app";
import { type Auth, connectAuthEmulator, indexedDBLocalPersistence, initializeAuth } from "firebase/auth";
import type { PageConfig } from "./page-config.ts";

/** Tokens are kept by the library alone. */
export function startAuth({ auth: { projectId, apiKey, emulatorUrl } }: PageConfig): Auth {
  const auth = initializeAuth(initializeApp({ projectId, apiKey }), {
    persistence: indexedDBLocalPersistence,
  });
  if (emulatorUrl) connectAuthEmulator(auth, emulatorUrl, { disableWarnings: true });
  return auth;
}
