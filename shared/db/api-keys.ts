import { sql } from "kysely";
import type { ApiKey } from "./schema/api-keys.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

type NewApiKey = {
  name: string;
  prefix: string;
  secretSha256: Buffer;
  scopes: readonly string[];
  createdBy: string;
  expiresAt: Date | null;
};

export async function recordApiKey(trx: TenantTransaction, key: NewApiKey): Promise<ApiKey> {
  return trx
    .insertInto("api_keys")
    .values({
      name: key.name,
      prefix: key.prefix,
      secret_sha256: key.secretSha256,
      scopes: [...key.scopes],
      created_by: key.createdBy,
      expires_at: key.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The scope's keys, revoked ones too, in the order of their making. */
export async function listApiKeys(
  trx: TenantTransaction,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ApiKey[]> {
  return trx
    .selectFrom("api_keys")
    .selectAll()
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Ends the key at once; a second time changes nothing. Undefined when the scope has no such key. */
export async function revokeApiKey(trx: TenantTransaction, keyId: string): Promise<ApiKey | undefined> {
  return trx
    .updateTable("api_keys")
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, now())` })
    .where("id", "=", keyId)
    .returningAll()
    .executeTakeFirst();
}

export async function recordApiKeyUse(trx: TenantTransaction, keyId: string): Promise<void> {
  await trx
    .updateTable("api_keys")
    .set({ last_used_at: sql<Date>`now()` })
    .where("id", "=", keyId)
    .execute();
}
