import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";

export type MessageFacts = { outlet_id: string; sender_type: string; type: string };

/** What never changes of the tenant's messages, by their ids; of those that are gone nothing. */
export async function findMessageFacts(
  trx: TenantTransaction,
  ids: readonly string[],
): Promise<Map<string, MessageFacts>> {
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "outlet_id", "sender_type", "type"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
