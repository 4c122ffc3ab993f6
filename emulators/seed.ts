import { createTokenVault } from "../shared/clients/token-vault.ts";
import { createDatabase } from "../shared/db/client.ts";
import { seedTenants } from "../shared/db/seed.ts";
import { findWrappedDataKey, recordDataKey } from "../shared/db/data-keys.ts";

/** Puts the two example tenants in, their WhatsApp tokens encrypted as the product does it. */
export async function seed(ownerUrl: string, secretsKey: string): Promise<void> {
  const vault = createTokenVault({ wrappingKey: secretsKey });
  const db = createDatabase(ownerUrl, { maxConnections: 1, applicationName: "seed" });
  try {
    await seedTenants(db, {
      async encryptToken(trx, tenantId, token) {
        const known = await findWrappedDataKey(trx);
        const wrapped = known ?? (await vault.createDataKey(tenantId));
        if (known === undefined) await recordDataKey(trx, wrapped, vault.wrappingKeyName);
        return vault.encrypt(tenantId, wrapped, token);
      },
    });
  } finally {
    await db.destroy();
  }
}
