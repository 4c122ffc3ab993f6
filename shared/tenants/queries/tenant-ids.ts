import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";

/** As the platform role: the ids of all tenants, a page after the other. */
export async function listTenantIds(
  platformDb: Kysely<Database>,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("tenants")
    .select("id")
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
