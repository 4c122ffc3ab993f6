import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";
import { awaitPreviousServer, noteParent } from "./await-previous.ts";
import { findPostgresBinaries } from "./binaries.ts";
import { choosePort } from "./choose-port.ts";
import { createCluster } from "./create-cluster.ts";
import { endWithParent } from "./end-with-parent.ts";
import { findReachablePlaces } from "./reachable-places.ts";
import { runServer } from "./run-server.ts";
import { runUnprivileged } from "./run-unprivileged.ts";

export type PostgresOptions = LocalServerOptions & {
  /** Of the administrator `postgres`; fixed when the cluster is first created. */
  password?: string;
  /** False loses the last writes when the machine (not only the server) fails, and is faster: for tests. Default true. */
  durable?: boolean;
};

/**
 * A real PostgreSQL 18 on 127.0.0.1. The url is the administrator's. It ends with this process, however that ends;
 * without a data folder everything is removed then.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalServer> {
  const { password = "postgres", durable = true } = options;
  const temporary =
    options.dataDir === undefined ? await mkdtemp(join(tmpdir(), "crm-postgres-")) : undefined;
  try {
    // A test's own folder is closed to others until it is given to the server's user.
    if (temporary !== undefined) await chmod(temporary, 0o755);
    const asked = resolve(options.dataDir ?? join(temporary ?? "", "data"));
    await mkdir(dirname(asked), { recursive: true });
    const { dataDir, binaries } = await findReachablePlaces(asked, await findPostgresBinaries());
    if (temporary === undefined) await awaitPreviousServer(dataDir);
    const port = await choosePort(options.port);
    const user = await runUnprivileged(dataDir);
    if (temporary !== undefined) await user.own(temporary);
    await createCluster(dataDir, { binaries, user, password });
    const server = await runServer(
      user.command(binaries.postgres, serverArguments({ dataDir, port, durable })),
    );
    const callOff = endWithParent(server.pid, temporary);
    await noteParent(dataDir);
    return {
      url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
      port,
      async close() {
        await server.stop();
        callOff();
        if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

function serverArguments({
  dataDir,
  port,
  durable,
}: {
  dataDir: string;
  port: number;
  durable: boolean;
}): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    // No replica reads from it: the least work for the log and no extra processes.
    wal_level: "minimal",
    max_wal_senders: "0",
    io_method: "sync",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return ["-D", dataDir, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}
