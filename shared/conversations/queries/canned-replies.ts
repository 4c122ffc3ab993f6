import type { CannedReply } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewCannedReply = {
  shortcut: string;
  body: string;
  /** Null: for all outlets, in whatever language. */
  outletId: string | null;
  language: string | null;
};

/** The tenant's canned replies by shortcut; of an outlet also those that are for all. */
export async function listCannedReplies(
  trx: TenantTransaction,
  { outletId, limit, after }: { outletId?: string | undefined; limit: number; after?: After | undefined },
): Promise<CannedReply[]> {
  return trx
    .selectFrom("canned_replies")
    .selectAll()
    .$if(outletId !== undefined, (some) =>
      some.where((where) =>
        where.or([where("outlet_id", "is", null), where("outlet_id", "=", outletId ?? null)]),
      ),
    )
    .$if(after !== undefined, (some) =>
      some.where((where) =>
        where(where.refTuple("shortcut", "id"), ">", where.tuple(after?.shortcut ?? "", after?.id ?? "")),
      ),
    )
    .orderBy("shortcut")
    .orderBy("id")
    .limit(limit)
    .execute();
}

type After = { shortcut: string; id: string };

export async function findCannedReply(trx: TenantTransaction, id: string): Promise<CannedReply | undefined> {
  return trx.selectFrom("canned_replies").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function lockCannedReply(trx: TenantTransaction, id: string): Promise<CannedReply | undefined> {
  return trx.selectFrom("canned_replies").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** A shortcut that another one has for the same outlet and language violates the table's unique key. */
export async function recordCannedReply(trx: TenantTransaction, reply: NewCannedReply): Promise<CannedReply> {
  return trx.insertInto("canned_replies").values(columnsOf(reply)).returningAll().executeTakeFirstOrThrow();
}

export async function updateCannedReply(
  trx: TenantTransaction,
  { id, ...reply }: NewCannedReply & { id: string },
): Promise<CannedReply> {
  return trx
    .updateTable("canned_replies")
    .set(columnsOf(reply))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteCannedReply(trx: TenantTransaction, id: string): Promise<void> {
  await trx.deleteFrom("canned_replies").where("id", "=", id).execute();
}

function columnsOf({ shortcut, body, outletId, language }: NewCannedReply) {
  return { shortcut, body, outlet_id: outletId, language };
}
