import type { Kysely } from "kysely";
import { recordOperator } from "../../tenants/queries/platform-operators.ts";
import type { Database } from "../../db/schema.d.ts";
import { seedOperator as operator } from "./seed-data.ts";

/** As the owner: makes the example operator one, unless it was one before. */
export async function seedOperator(ownerDb: Kysely<Database>): Promise<void> {
  const known = await ownerDb
    .selectFrom("platform_operators")
    .select("id")
    .where("firebase_uid", "=", operator.firebaseUid)
    .executeTakeFirst();
  if (known === undefined)
    await recordOperator(ownerDb, { firebaseUid: operator.firebaseUid, email: operator.email });
}
