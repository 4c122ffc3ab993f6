import { type FunctionName, functionNames, functions } from "../../shared/contracts/functions.ts";

/** Every local port is here: the servers', where those of the Firebase Emulator Suite equal its defaults, … */
export const serverPorts = {
  postgres: 5433,
  qdrant: 6333,
  pubsub: 8085,
  whatsapp: 8090,
  openai: 8091,
  bigquery: 9050,
  firebaseAuth: 9099,
  storage: 9199,
} as const;

/** Where `npm run console` serves the console's pages as they are written. */
export const consolePagesPort = 5173;

export type ServerName = keyof typeof serverPorts;

/** … and the functions', as each declares its own. */
export const functionPorts = Object.fromEntries(
  functionNames.map((name) => [name, functions[name].localPort]),
) as Record<FunctionName, number>;
