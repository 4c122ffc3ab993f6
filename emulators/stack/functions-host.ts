import type { Server } from "node:http";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { entryPointOf } from "../../shared/contracts/functions.ts";
import { parseHostArguments } from "./host-arguments.ts";

/**
 * Serves functions as the framework does, each on a port of its own: all in one process, or one process each.
 * Arguments: `name=port …`, port 0 for any. Tells its parent the ports once all are listening. On SIGTERM and
 * SIGINT it takes no new requests, finishes those it has, and ends.
 */
const asked = parseHostArguments(process.argv.slice(2));
const servers: Server[] = [];
const ports: Record<string, number> = {};

for (const [name, port] of Object.entries(asked)) {
  await import(`../../functions/${name}/index.ts`);
  const server = getTestServer(entryPointOf(name)) as Server;
  await listen(server, port);
  servers.push(server);
  const address = server.address();
  if (address !== null && typeof address === "object") ports[name] = address.port;
}
process.send?.({ ports });

// The parent's end is ours as well: nothing keeps running behind its back.
process.on("disconnect", () => void end());
process.on("SIGTERM", () => void end());
process.on("SIGINT", () => void end());

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function end(): Promise<void> {
  await Promise.all(servers.map(close));
  process.exit(0);
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
