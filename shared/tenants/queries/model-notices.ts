import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";

export type ModelNotice = { model: string; endsOn: string; daysBefore: number };

/**
 * The notice's id while it has not been mailed; undefined once it has. In a tenant's scope the tenant's, as the platform role
 * the operators'.
 */
export async function openModelNotice(
  db: Kysely<Database>,
  { model, endsOn, daysBefore }: ModelNotice,
): Promise<string | undefined> {
  const notice = { model, ends_on: endsOn, days_before: daysBefore };
  await db
    .insertInto("model_notices")
    .values(notice)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const open = await db
    .selectFrom("model_notices")
    .select("id")
    .where("model", "=", model)
    .where("ends_on", "=", endsOn)
    .where("days_before", "=", daysBefore)
    .where("mailed_at", "is", null)
    .executeTakeFirst();
  return open?.id;
}

export async function recordModelNoticeMailed(db: Kysely<Database>, id: string, at: Date): Promise<void> {
  await db.updateTable("model_notices").set({ mailed_at: at }).where("id", "=", id).execute();
}
