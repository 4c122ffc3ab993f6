import { sql } from "kysely";
import type { ApiKey } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type NewApiKey = {
  name: string;
  prefix: string;
  secretSha256: Buffer;
  scopes: readonly string[];
  createdBy: string;
  ownerUserId: string;
  allowedRanges: readonly string[];
  expiresAt: Date;
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
      owner_user_id: key.ownerUserId,
      allowed_ranges: [...key.allowedRanges],
      expires_at: key.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The scope's keys, revoked ones too, in the order of their making. */
export async function listApiKeys(trx: TenantTransaction, page: Page): Promise<ApiKey[]> {
  return inPage(trx.selectFrom("api_keys").selectAll(), page).execute();
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

/** So many keys of the scope are neither revoked nor over. */
export async function countWorkingApiKeys(trx: TenantTransaction): Promise<number> {
  const { count } = await trx
    .selectFrom("api_keys")
    .select((select) => select.fn.countAll<string>().as("count"))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Locked until the transaction ends. */
export async function lockApiKey(trx: TenantTransaction, keyId: string): Promise<ApiKey | undefined> {
  return trx.selectFrom("api_keys").selectAll().where("id", "=", keyId).forUpdate().executeTakeFirst();
}

/** Gives the key a new secret and time. The secret of before works on for a while, but not beyond its own time. */
export async function rotateApiKey(
  trx: TenantTransaction,
  keyId: string,
  next: { sha256: Buffer; expiresAt: Date; overlapMinutes: number },
): Promise<ApiKey> {
  return trx
    .updateTable("api_keys")
    .set((set) => ({
      previous_sha256: set.ref("secret_sha256"),
      previous_until: sql<Date>`least(now() + make_interval(mins => ${next.overlapMinutes}), expires_at)`,
      secret_sha256: next.sha256,
      expires_at: next.expiresAt,
    }))
    .where("id", "=", keyId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Gives the key another owner, whose it is from now on. Undefined when the scope has no such key. */
export async function updateApiKeyOwner(
  trx: TenantTransaction,
  keyId: string,
  ownerUserId: string,
): Promise<ApiKey | undefined> {
  return trx
    .updateTable("api_keys")
    .set({ owner_user_id: ownerUserId })
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
