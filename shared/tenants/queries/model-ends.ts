import type { Kysely } from "kysely";
import type { ToldEnds } from "../../contracts/model-catalog.ts";
import type { Database } from "../../db/schema.d.ts";

/** Days on which the service itself says that models end, by model. */
export async function findToldEnds(db: Kysely<Database>): Promise<ToldEnds> {
  const rows = await db.selectFrom("model_ends").select(["model", "ends_on"]).execute();
  return Object.fromEntries(rows.map(({ model, ends_on: endsOn }) => [model, endsOn]));
}

/**
 * As the platform role: keeps what the service says of its models now. One that it lists without an end has none any more;
 * what was said of one that it does not list stands.
 */
export async function recordToldEnds(
  platformDb: Kysely<Database>,
  models: readonly { id: string; endsOn?: string }[],
  now: Date,
): Promise<void> {
  const [ending, living] = [models.filter(({ endsOn }) => endsOn), models.filter(({ endsOn }) => !endsOn)];
  await platformDb.transaction().execute(async (trx) => {
    if (living.length > 0) {
      const ids = living.map(({ id }) => id);
      await trx.deleteFrom("model_ends").where("model", "in", ids).execute();
    }
    if (ending.length === 0) return;
    await trx
      .insertInto("model_ends")
      .values(ending.map(({ id, endsOn = "" }) => ({ model: id, ends_on: endsOn, told_at: now })))
      .onConflict((conflict) =>
        conflict.column("model").doUpdateSet((set) => ({
          ends_on: set.ref("excluded.ends_on"),
          told_at: set.ref("excluded.told_at"),
        })),
      )
      .execute();
  });
}
