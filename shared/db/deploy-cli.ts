import { inspect } from "node:util";
import { z } from "zod";
import { deployDatabase } from "./deploy.ts";
import { appRole, platformRole } from "./roles.ts";

// The job that a deployment runs, and waits for, before the functions of the new version.
const members = z.string().transform((text) => text.split(",").filter((name) => name !== ""));
const environment = z.object({
  DATABASE_ADMIN_URL: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  APP_MEMBERS: members,
  PLATFORM_MEMBERS: members,
});

try {
  const given = environment.parse(process.env);
  const names = await deployDatabase(given.DATABASE_ADMIN_URL, given.DATABASE_NAME, {
    [appRole]: given.APP_MEMBERS,
    [platformRole]: given.PLATFORM_MEMBERS,
  });
  process.stdout.write(names.length === 0 ? "The schema is up to date.\n" : `Ran ${names.join(", ")}.\n`);
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  process.exitCode = 1;
}
