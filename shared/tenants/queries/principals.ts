import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Tenant, User } from "../../db/schema.d.ts";

export type FoundUser = {
  userId: string;
  tenantId: string;
  role: User["role"];
  status: User["status"];
  tenantStatus: Tenant["status"];
  /** The Identity Platform tenant that the tenant's accounts are in; null is the project's own pool. */
  firebaseTenantId: string | null;
  adminSecondFactor: boolean;
};

/** Whose account this is, in whichever tenant. As with an outlet's number, the question comes before any scope. */
export async function findUserByFirebaseUid(
  db: Kysely<Database>,
  uid: string,
): Promise<FoundUser | undefined> {
  const { rows } = await sql<FoundUser>`
    select user_id as "userId", tenant_id as "tenantId", role, status, tenant_status as "tenantStatus",
      firebase_tenant_id as "firebaseTenantId", admin_second_factor as "adminSecondFactor"
    from find_user_of_account(${uid})`.execute(db);
  return rows[0];
}

export type FoundApiKey = {
  keyId: string;
  tenantId: string;
  scopes: string[];
  /** In CIDR notation; none means everywhere. */
  allowedRanges: string[];
  ownerRole: User["role"];
  lastUsedAt: Date | null;
  tenantStatus: Tenant["status"];
};

/**
 * The key of this prefix and hash, unless it is revoked or over, or its owner is disabled or gone. Hashes never leave
 * the database this way.
 */
export async function findApiKey(
  db: Kysely<Database>,
  key: { prefix: string; secretSha256: Buffer },
): Promise<FoundApiKey | undefined> {
  const { rows } = await sql<FoundApiKey>`
    select key_id as "keyId", tenant_id as "tenantId", scopes, allowed_ranges as "allowedRanges",
      last_used_at as "lastUsedAt", owner_role as "ownerRole", tenant_status as "tenantStatus"
    from find_working_api_key(${key.prefix}, ${key.secretSha256})`.execute(db);
  return rows[0];
}

/** As the platform role: the operator whose account this is now, if it is one's. */
export async function findOperator(
  platformDb: Kysely<Database>,
  uid: string,
): Promise<{ email: string } | undefined> {
  return platformDb
    .selectFrom("platform_operators")
    .select("email")
    .where("firebase_uid", "=", uid)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}

/** As the platform role: the tenant that this access of the operator is to, as long as it holds. */
export async function findOpenAccess(
  platformDb: Kysely<Database>,
  access: { id: string; operatorUid: string },
): Promise<{ id: string; tenantId: string } | undefined> {
  return platformDb
    .selectFrom("tenant_accesses")
    .select(["id", "tenant_id as tenantId"])
    .where("id", "=", access.id)
    .where("operator_uid", "=", access.operatorUid)
    .where("ended_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
}
