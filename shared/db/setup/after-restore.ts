import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../schema.d.ts";

export type Prepared = { unconfirmed: number; erasing: number };

/**
 * Makes a database of an earlier moment fit to be used again, before any function reaches it. Sends that were under way
 * then become unconfirmed: they have left long since, and are not sent a second time. Tenants that were erased since, or are
 * being erased now, as `current` knows, are to be erased again. As the owner of both; safe to repeat.
 */
export async function prepareRestored(
  restored: Kysely<Database>,
  current: Kysely<Database>,
): Promise<Prepared> {
  const staying = await current
    .transaction()
    .execute(async (trx) =>
      unbound(trx, ["tenants"], async () =>
        trx.selectFrom("tenants").select("id").where("status", "!=", "erasing").execute(),
      ),
    );
  return restored.transaction().execute(async (trx) =>
    unbound(trx, ["tenants", "messages"], async () => {
      const messages = await trx
        .updateTable("messages")
        .set({ status: "unconfirmed", error_detail: "the database was restored" })
        .where("status", "in", ["queued", "sending", "unknown"])
        .executeTakeFirst();
      const tenants = await trx
        .updateTable("tenants")
        .set((set) => ({ status: "erasing", version: set("version", "+", 1) }))
        .where("status", "!=", "erasing")
        .where(({ eb, not }) => not(eb("id", "=", sql<string>`any(${staying.map(({ id }) => id)}::uuid[])`)))
        .executeTakeFirst();
      return { unconfirmed: Number(messages.numUpdatedRows), erasing: Number(tenants.numUpdatedRows) };
    }),
  );
}

/** Row-level security binds the owner as well, but for a transaction in which it says otherwise. */
async function unbound<Result>(
  trx: Transaction<Database>,
  tables: ("tenants" | "messages")[],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const table of tables)
    await sql`alter table ${sql.table(table)} no force row level security`.execute(trx);
  const result = await work();
  for (const table of tables)
    await sql`alter table ${sql.table(table)} force row level security`.execute(trx);
  return result;
}
