import { inPage, type Page } from "../../db/page.ts";
import type { Kysely } from "kysely";
import type { Database, Tenant } from "../../db/schema.d.ts";

export type TenantFilter = { status?: Tenant["status"] | undefined };

/** As the platform role: tenants' ids in the order of their making. */
export async function listTenantIds(
  platformDb: Kysely<Database>,
  filter: TenantFilter,
  page: Page,
): Promise<string[]> {
  const rows = await inPage(
    platformDb
      .selectFrom("tenants")
      .select("id")
      .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "active")),
    page,
  ).execute();
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
