import type { Server } from "node:http";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { Pool } from "pg";

/** What the API is measured against: the bare framework that answers with the row of one query, to anybody. */
const [connectionString = "", tenantId = ""] = process.argv.slice(2);
const pool = new Pool({ connectionString, max: 8 });

http("bare", async (_request, response) => {
  const { rows } = await pool.query("select * from tenants where id = $1", [tenantId]);
  response.json(rows[0]);
});

const server = getTestServer("bare") as Server;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
