import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import { seedData } from "./seed-data.ts";
import type { SeedTenant } from "./seed-data.ts";
import { inTenant } from "../../db/tenant-scope.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type SeedOptions = {
  /** Encrypts an outlet's access token, within the tenant's transaction; without it outlets have no token. */
  encryptToken?: (trx: TenantTransaction, tenantId: string, token: string) => Promise<Uint8Array>;
};

/** Puts the two example tenants in, as the owner or as a function would; what is there already stays as it is. */
export async function seedTenants(db: Kysely<Database>, options: SeedOptions = {}): Promise<void> {
  for (const tenant of seedData) {
    await inTenant(db, tenant.id, async (trx) => {
      await seedTenant(trx, tenant);
      if (options.encryptToken !== undefined) await seedToken(trx, tenant, options.encryptToken);
    });
  }
}

async function seedTenant(trx: TenantTransaction, tenant: SeedTenant): Promise<void> {
  const { outlet, users, subscription, knowledgeBase, ...columns } = tenant;
  await trx
    .insertInto("tenants")
    .values({
      id: columns.id,
      slug: columns.slug,
      name: columns.name,
      contact_email: columns.contactEmail,
      time_zone: columns.timeZone,
      default_language: columns.defaultLanguage,
      llm_tone: JSON.stringify(columns.tone),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto("outlets")
    .values({
      id: outlet.id,
      name: outlet.name,
      status: "active",
      proven_at: new Date(),
      waba_phone_number: outlet.phoneNumber,
      waba_phone_number_id: outlet.phoneNumberId,
      waba_business_account_id: outlet.businessAccountId,
      verified_name: tenant.name,
      display_phone_number: outlet.displayPhoneNumber,
      quality_rating: "GREEN",
      throughput_level: "STANDARD",
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto("users")
    .values(
      users.map((user) => ({
        id: user.id,
        firebase_uid: user.firebaseUid,
        email: user.email,
        display_name: user.displayName,
        role: user.role,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto("subscriptions")
    .values({
      id: subscription.id,
      plan: subscription.plan,
      status: "active",
      anchor_date: subscription.startedAt.slice(0, 10),
      started_at: subscription.startedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto("knowledge_bases")
    .values({ id: knowledgeBase.id, name: knowledgeBase.name, is_default: true })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function seedToken(
  trx: TenantTransaction,
  { id: tenantId, outlet }: SeedTenant,
  encryptToken: NonNullable<SeedOptions["encryptToken"]>,
): Promise<void> {
  const { access_token_ciphertext: present } = await trx
    .selectFrom("outlets")
    .select("access_token_ciphertext")
    .where("id", "=", outlet.id)
    .executeTakeFirstOrThrow();
  if (present !== null) return;
  const ciphertext = await encryptToken(trx, tenantId, outlet.accessToken);
  await trx
    .updateTable("outlets")
    .set({
      access_token_ciphertext: Buffer.from(ciphertext),
      access_token_last4: outlet.accessToken.slice(-4),
      access_token_set_at: new Date(),
    })
    .where("id", "=", outlet.id)
    .execute();
}
