import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Those of the scope's active admins. */
export async function listAdminEmails(trx: TenantTransaction): Promise<string[]> {
  const rows = await trx
    .selectFrom("users")
    .select("email")
    .where("role", "=", "admin")
    .where("status", "=", "active")
    .orderBy("email")
    .execute();
  return rows.map(({ email }) => email);
}
