import { fileURLToPath } from "node:url";

/** Where the local stack keeps its state; ignored by git, removed by `npm run reset`. */
export const stateDir = fileURLToPath(new URL("../../.local", import.meta.url));
