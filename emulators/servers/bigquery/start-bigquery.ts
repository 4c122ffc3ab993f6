import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";
import { serve } from "./http/serve.ts";
import { openWarehouse } from "./warehouse.ts";

type BigQueryOptions = LocalServerOptions & {
  /** How long rows of `insertAll` cannot be deleted; half an hour and more in the real one, no time at all here. */
  streamingBufferMs?: number;
};

/**
 * A local BigQuery: the REST API of datasets, tables, streamed rows and queries, on DuckDB. DuckDB is loaded with the
 * first row or query, what translates SQL with the first query. Rows are kept before they are acknowledged.
 */
export async function startBigQuery({
  port,
  dataDir,
  streamingBufferMs = 0,
}: BigQueryOptions): Promise<LocalServer> {
  const opening = Promise.withResolvers<Awaited<ReturnType<typeof openWarehouse>>>();
  const server = createServer((request, response) => {
    void opening.promise.then(async (warehouse) => serve(warehouse, request, response));
  });
  // The port comes first: whoever holds it holds the folder too.
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const warehouse = await openWarehouse({ dataDir, streamingBufferMs }).catch((error: unknown) => {
    server.close();
    throw error;
  });
  opening.resolve(warehouse);
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    port: boundPort,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
      await warehouse.engine.close();
    },
  };
}
