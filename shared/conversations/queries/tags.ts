import { sql } from "kysely";
import type { Tag } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type NewTag = { name: string; color: string };

/** All of the tenant's tags, by name. */
export async function listTags(trx: TenantTransaction): Promise<Tag[]> {
  return trx
    .selectFrom("tags")
    .selectAll()
    .orderBy(sql`lower(name)`)
    .execute();
}

export async function countTags(trx: TenantTransaction): Promise<number> {
  const { count } = await trx
    .selectFrom("tags")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

export async function lockTag(trx: TenantTransaction, id: string): Promise<Tag | undefined> {
  return trx.selectFrom("tags").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** A name that another tag has, in whichever case, violates `tags_name`. */
export async function recordTag(trx: TenantTransaction, tag: NewTag): Promise<Tag> {
  return trx.insertInto("tags").values(tag).returningAll().executeTakeFirstOrThrow();
}

export async function updateTag(
  trx: TenantTransaction,
  { id, ...tag }: NewTag & { id: string },
): Promise<Tag> {
  return trx.updateTable("tags").set(tag).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

/** It is taken off all conversations and contacts that have it. */
export async function deleteTag(trx: TenantTransaction, id: string): Promise<void> {
  await trx.deleteFrom("tags").where("id", "=", id).execute();
}
