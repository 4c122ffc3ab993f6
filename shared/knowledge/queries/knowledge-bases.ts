import type { Selectable } from "kysely";
import type { KnowledgeBasesTable } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type KnowledgeBase = Selectable<KnowledgeBasesTable>;

export async function listKnowledgeBases(trx: TenantTransaction, page: Page): Promise<KnowledgeBase[]> {
  return inPage(trx.selectFrom("knowledge_bases").selectAll(), page).execute();
}

export async function findKnowledgeBase(
  trx: TenantTransaction,
  id: string,
): Promise<KnowledgeBase | undefined> {
  return trx.selectFrom("knowledge_bases").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Undefined when the tenant has one of this name. */
export async function recordKnowledgeBase(
  trx: TenantTransaction,
  name: string,
): Promise<KnowledgeBase | undefined> {
  return trx
    .insertInto("knowledge_bases")
    .values({ name })
    .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** From which the outlet answers; undefined: from all of its tenant's. */
export async function findOutletKnowledgeBaseIds(
  trx: TenantTransaction,
  outletId: string,
): Promise<string[] | undefined> {
  const rows = await trx
    .selectFrom("outlet_knowledge_bases")
    .select("knowledge_base_id")
    .where("outlet_id", "=", outletId)
    .execute();
  return rows.length === 0 ? undefined : rows.map((row) => row.knowledge_base_id);
}

/** From now on the outlet answers from these; from all when there are none. */
export async function assignKnowledgeBases(
  trx: TenantTransaction,
  outletId: string,
  knowledgeBaseIds: readonly string[],
): Promise<void> {
  await trx.deleteFrom("outlet_knowledge_bases").where("outlet_id", "=", outletId).execute();
  if (knowledgeBaseIds.length === 0) return;
  await trx
    .insertInto("outlet_knowledge_bases")
    .values(knowledgeBaseIds.map((id) => ({ outlet_id: outletId, knowledge_base_id: id })))
    .execute();
}
