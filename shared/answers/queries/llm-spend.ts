import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Tokens that the tenant's answers took on the day of this instant (UTC). */
export async function findLlmSpend(trx: TenantTransaction, at: Date): Promise<number> {
  const row = await trx
    .selectFrom("llm_spend")
    .select("tokens")
    .where("day", "=", dayOf(at))
    .executeTakeFirst();
  return row?.tokens ?? 0;
}

export async function addLlmSpend(trx: TenantTransaction, at: Date, tokens: number): Promise<void> {
  if (tokens === 0) return;
  await trx
    .insertInto("llm_spend")
    .values({ day: dayOf(at), tokens })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "day"])
        .doUpdateSet((set) => ({ tokens: set("llm_spend.tokens", "+", set.ref("excluded.tokens")) })),
    )
    .execute();
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
