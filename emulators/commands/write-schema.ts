import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDatabase } from "../../shared/db/client.ts";
import { prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import { renderSchema } from "../../shared/db/setup/render-schema.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";
import { passwords } from "../stack/stack.ts";

/** `npm run schema`: writes the types of all tables, from a new database that holds nothing but the migrations. */
const file = fileURLToPath(new URL("../../shared/db/schema.d.ts", import.meta.url));
const server = await startPostgres({ port: 0, durable: false });
try {
  await prepareDatabase(server.url, { database: "schema", passwords });
  const db = createDatabase(new URL("/schema", server.url).href, { maxConnections: 1 });
  await writeFile(file, await renderSchema(db));
  await db.destroy();
  spawnSync("oxfmt", [file], { stdio: "inherit" });
  console.log("Wrote shared/db/schema.d.ts.");
} finally {
  await server.close();
}
