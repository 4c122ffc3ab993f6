import { readlink, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isPortTaken } from "../stack/is-port-taken.ts";
import { serverPorts } from "../stack/ports.ts";
import { stateDir } from "../stack/state-dir.ts";

/** Removes all local state; refuses while the stack runs on it. */
if (await isPortTaken(serverPorts.pubsub)) {
  console.error("The local stack is running. End it first (Ctrl-C where `npm start` runs), then reset.");
  process.exit(1);
}
// As root below a closed folder PostgreSQL keeps its data elsewhere, and here only a link to it.
const elsewhere = await readlink(join(stateDir, "postgres")).catch(() => undefined);
if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true });
await rm(stateDir, { recursive: true, force: true });
console.log("The local state is gone; `npm start` begins anew with the two example tenants.");
