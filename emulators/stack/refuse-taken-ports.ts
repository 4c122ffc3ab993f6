import { isPortTaken } from "./is-port-taken.ts";
import { functionPorts, type ServerName, serverPorts } from "./ports.ts";
import { isGiven } from "./servers.ts";

/** Before anything starts, so that a second stack does not get half way. Throws one error that names every taken port. */
export async function refuseTakenPorts(): Promise<void> {
  const servers = Object.entries(serverPorts).filter(([name]) => !isGiven(name as ServerName));
  const asked = [...servers, ...Object.entries(functionPorts)];
  const taken: string[] = [];
  for (const [name, port] of asked) if (await isPortTaken(port)) taken.push(`  ${port} (${name})`);
  if (taken.length === 0) return;
  throw new Error(
    `These ports are taken, perhaps by a stack that still runs:\n${taken.join("\n")}\nEnd what holds them, then start again.`,
  );
}
