import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type Old = { before: Date; limit: number };

/** Forgets, of the scope's tenant, up to `limit` of what is older than `before`; resolves to how many. */
export type OldRows = (trx: TenantTransaction, old: Old) => Promise<number>;

/** What a tenant's rows hold for a time only: kept replies and playground answers as a whole, of messages a column. */
export const tenantsOldRows = {
  idempotencyKeys: async (trx, { before, limit }) =>
    count(
      await trx
        .deleteFrom("idempotency_keys")
        .where("id", "in", (query) =>
          query
            .selectFrom("idempotency_keys")
            .select("id")
            .where("created_at", "<", before)
            .orderBy("created_at")
            .limit(limit),
        )
        .executeTakeFirst(),
    ),
  playgroundAnswers: async (trx, { before, limit }) =>
    count(
      await trx
        .deleteFrom("playground_answers")
        .where("id", "in", (query) =>
          query
            .selectFrom("playground_answers")
            .select("id")
            .where("created_at", "<", before)
            .orderBy("created_at")
            .limit(limit),
        )
        .executeTakeFirst(),
    ),
  traces: async (trx, { before, limit }) =>
    count(
      await trx
        .updateTable("messages")
        .set({ trace: null })
        .where("id", "in", (query) =>
          query
            .selectFrom("messages")
            .select("id")
            .where("trace", "is not", null)
            .where("created_at", "<", before)
            .orderBy("created_at")
            .limit(limit),
        )
        .executeTakeFirst(),
    ),
  rawMessages: async (trx, old) => forgetRaw(trx, "messages", old),
  rawChanges: async (trx, old) => forgetRaw(trx, "message_changes", old),
  // One that still waits for its message is read from it; `forget-stale` ends the waiting.
  rawStatuses: async (trx, { before, limit }) =>
    count(
      await trx
        .updateTable("message_statuses")
        .set({ raw: null })
        .where("id", "in", (query) =>
          query
            .selectFrom("message_statuses")
            .select("id")
            .where("raw", "is not", null)
            .where("message_id", "is not", null)
            .where("created_at", "<", before)
            .orderBy("created_at")
            .limit(limit),
        )
        .executeTakeFirst(),
    ),
} as const satisfies Record<string, OldRows>;

async function forgetRaw(
  trx: TenantTransaction,
  table: "messages" | "message_changes",
  { before, limit }: Old,
): Promise<number> {
  const old = trx
    .selectFrom(table)
    .select("id")
    .where("raw", "is not", null)
    .where("created_at", "<", before)
    .orderBy("created_at")
    .limit(limit);
  return count(await trx.updateTable(table).set({ raw: null }).where("id", "in", old).executeTakeFirst());
}

/** As the platform role: dead letters of every tenant and of none, handled since or not. */
export async function deleteOldDeadLetters(
  platformDb: Kysely<Database>,
  { before, limit }: Old,
): Promise<number> {
  return count(
    await platformDb
      .deleteFrom("dead_letters")
      .where("id", "in", (query) =>
        query
          .selectFrom("dead_letters")
          .select("id")
          .where("created_at", "<", before)
          .orderBy("created_at")
          .limit(limit),
      )
      .executeTakeFirst(),
  );
}

/** As the platform role, which sees none but operators' own. */
export async function deleteOldOperatorReplies(
  platformDb: Kysely<Database>,
  { before, limit }: Old,
): Promise<number> {
  return count(
    await platformDb
      .deleteFrom("idempotency_keys")
      .where("id", "in", (query) =>
        query.selectFrom("idempotency_keys").select("id").where("created_at", "<", before).limit(limit),
      )
      .executeTakeFirst(),
  );
}

/** As the platform role. */
export async function listTenantIds(platformDb: Kysely<Database>): Promise<string[]> {
  const rows = await platformDb.selectFrom("tenants").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

function count({
  numDeletedRows = 0n,
  numUpdatedRows = 0n,
}: {
  numDeletedRows?: bigint;
  numUpdatedRows?: bigint;
}): number {
  return Number(numDeletedRows + numUpdatedRows);
}
