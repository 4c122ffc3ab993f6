import { inspect } from "node:util";
import { z } from "zod";
import { createDatabase } from "../client.ts";
import { prepareRestored } from "./after-restore.ts";

// The job that makes a clone of an earlier moment fit to take the database's place.
const environment = z.object({
  DATABASE_OWNER_URL: z.string().min(1),
  RESTORED_OWNER_URL: z.string().min(1),
});

try {
  const given = environment.parse(process.env);
  const [current, restored] = [given.DATABASE_OWNER_URL, given.RESTORED_OWNER_URL].map((url) =>
    createDatabase(url, { maxConnections: 1, applicationName: "restore", statementTimeoutMs: 0 }),
  );
  if (current === undefined || restored === undefined) throw new Error("two databases are needed");
  const { unconfirmed, erasing } = await prepareRestored(restored, current);
  await Promise.all([current.destroy(), restored.destroy()]);
  process.stdout.write(`${unconfirmed} sends are unconfirmed, ${erasing} tenants are erased again.\n`);
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  process.exitCode = 1;
}
