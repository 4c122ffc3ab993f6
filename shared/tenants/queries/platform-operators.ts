import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";

export type Operator = { firebaseUid: string; email: string; revokedAt: Date | null };

/** As the owner: makes the account an operator's, once more if it was revoked; kept in the audit log of no tenant. */
export async function recordOperator(
  ownerDb: Kysely<Database>,
  operator: { firebaseUid: string; email: string },
): Promise<void> {
  await ownerDb.transaction().execute(async (trx) => {
    await trx
      .insertInto("platform_operators")
      .values({ firebase_uid: operator.firebaseUid, email: operator.email })
      .onConflict((conflict) =>
        conflict.column("firebase_uid").doUpdateSet({ email: operator.email, revoked_at: null }),
      )
      .execute();
    await recordChange(trx, "operator.grant", operator.firebaseUid, { email: operator.email });
  });
}

/** As the owner: ends it at once; false when the account is no operator's. */
export async function revokeOperator(ownerDb: Kysely<Database>, firebaseUid: string): Promise<boolean> {
  return ownerDb.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable("platform_operators")
      .set({ revoked_at: sql<Date>`now()` })
      .where("firebase_uid", "=", firebaseUid)
      .where("revoked_at", "is", null)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n) return false;
    await recordChange(trx, "operator.revoke", firebaseUid, {});
    return true;
  });
}

/** As the owner: everyone who is or was one. */
export async function listOperators(ownerDb: Kysely<Database>): Promise<Operator[]> {
  return ownerDb
    .selectFrom("platform_operators")
    .select(["firebase_uid as firebaseUid", "email", "revoked_at as revokedAt"])
    .orderBy("id")
    .execute();
}

/** Into the log of no tenant. */
async function recordChange(
  trx: Kysely<Database>,
  action: string,
  uid: string,
  after: object,
): Promise<void> {
  await sql`select record_audit(null, ${action}, 'operator', ${uid}, null, ${JSON.stringify(after)}::jsonb, null)`.execute(
    trx,
  );
}

/** As the platform role: where operators are written to. */
export async function listActiveOperatorEmails(platformDb: Kysely<Database>): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("platform_operators")
    .select("email")
    .where("revoked_at", "is", null)
    .orderBy("email")
    .execute();
  return rows.map(({ email }) => email);
}
