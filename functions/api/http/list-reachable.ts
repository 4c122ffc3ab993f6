import type { z } from "@hono/zod-openapi";
import type { Page } from "../../../shared/db/page.ts";
import { listTenantIds } from "../../../shared/tenants/queries/platform-tenants.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { askedPage, encodeCursor, type reachableQuery, toPage } from "./page.ts";
import { found, requireReach } from "./reach.ts";
import type { RouteContext } from "./route.ts";

type ListQuery = z.output<ReturnType<typeof reachableQuery>>;

export type Lister<Row> = {
  list(trx: TenantTransaction, page: Page): Promise<Row[]>;
  present(row: Row): unknown;
};

type Listed = { data: unknown[]; nextCursor: string | null };

/**
 * A page of what the principal reaches: of one tenant by id; for an operator who names none, of all tenants, tenant by
 * tenant, the oldest tenant first. The platform's role may not read tenants' rows, so each tenant is read in its own scope.
 */
export async function listReachable<Row extends { id: string }>(
  context: RouteContext<unknown, ListQuery>,
  lister: Lister<Row>,
): Promise<Listed> {
  const { principal, query } = context;
  const tenantId = query.tenantId ?? tenantOf(principal);
  if (tenantId === undefined) return listAcrossTenants(context, lister);
  return listInTenant(context, requireReach(principal, tenantId), lister);
}

async function listInTenant<Row extends { id: string }>(
  { query, read }: RouteContext<unknown, ListQuery>,
  tenantId: string,
  { list, present }: Lister<Row>,
): Promise<Listed> {
  const rows = await read(tenantId, async (trx) => {
    found(await findTenant(trx));
    return list(trx, askedPage(query));
  });
  return toPage(rows, query.limit, present);
}

/** So many tenants are looked through for one page at most; it may then be short, and still have a next one. */
const tenantsPerPage = 50;

async function listAcrossTenants<Row extends { id: string }>(
  { query, read, services }: RouteContext<unknown, ListQuery>,
  { list, present }: Lister<Row>,
): Promise<Listed> {
  const { limit, cursor, order } = query;
  const next = await listTenantIds(
    services.platformDb,
    {},
    { after: cursor?.tenantId, limit: tenantsPerPage },
  );
  const tenantIds = [...(cursor?.tenantId === undefined ? [] : [cursor.tenantId]), ...next];
  const data: unknown[] = [];
  for (const tenantId of tenantIds) {
    const after = tenantId === cursor?.tenantId ? cursor.id : undefined;
    const rows = await read(tenantId, async (trx) =>
      list(trx, { ...askedPage(query), after, limit: limit - data.length + 1 }),
    );
    const shown = rows.slice(0, limit - data.length);
    data.push(...shown.map(present));
    if (rows.length > shown.length) {
      return {
        data,
        nextCursor: encodeCursor({ tenantId, id: shown.at(-1)?.id ?? after ?? ends[order].before }),
      };
    }
  }
  const last = tenantIds.at(-1);
  const hasMore = next.length === tenantsPerPage && last !== undefined;
  return { data, nextCursor: hasMore ? encodeCursor({ tenantId: last, id: ends[order].behind }) : null };
}

const [least, greatest] = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Before every id in that order, and behind every one: nothing of the tenant is shown yet, or all of it. */
const ends = { asc: { before: least, behind: greatest }, desc: { before: greatest, behind: least } };
