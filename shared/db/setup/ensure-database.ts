import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "../schema.d.ts";
import { ownerRole } from "./roles.ts";

/** Creates the database, owned by the owner role, unless it is there. Says whether it was created. */
export async function ensureDatabase(admin: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(admin);
  if (rows.length > 0) return false;
  try {
    await sql`create database ${sql.ref(name)} owner ${sql.ref(ownerRole)}`.execute(admin);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "42P04" || error.code === "23505"))
      return false;
    throw error;
  }
}
