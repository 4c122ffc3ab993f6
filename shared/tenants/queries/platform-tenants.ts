import type { Kysely } from "kysely";
import type { Database, Tenant } from "../../db/schema.d.ts";

export type TenantFilter = { status?: Tenant["status"] | undefined };

/** As the platform role: tenants' ids in the order of their making. */
export async function listTenantIds(
  platformDb: Kysely<Database>,
  filter: TenantFilter,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("tenants")
    .select("id")
    .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "active"))
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** As the platform role: whose slug this is. */
export async function findTenantIdBySlug(
  platformDb: Kysely<Database>,
  slug: string,
): Promise<string | undefined> {
  const found = await platformDb
    .selectFrom("tenants")
    .select("id")
    .where("slug", "=", slug)
    .executeTakeFirst();
  return found?.id;
}
