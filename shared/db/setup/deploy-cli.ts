import { inspect } from "node:util";
import { z } from "zod";
import { deployDatabase } from "./deploy.ts";

// The job that a deployment runs, and waits for, before the functions of the new version.
const members = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.array(z.string().min(1))));
const environment = z.object({
  DATABASE_ADMIN_URL: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  /** For each role of a function the users that may take it on, as JSON. */
  ROLE_MEMBERS: members,
});

try {
  const given = environment.parse(process.env);
  const names = await deployDatabase(given.DATABASE_ADMIN_URL, given.DATABASE_NAME, given.ROLE_MEMBERS);
  process.stdout.write(names.length === 0 ? "The schema is up to date.\n" : `Ran ${names.join(", ")}.\n`);
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  process.exitCode = 1;
}
