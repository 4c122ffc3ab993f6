import { createLocalKeyWrapper } from "../../shared/tenants/secrets/local-key.ts";
import { createTokenVault } from "../../shared/tenants/secrets/token-vault.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { seedOperator } from "../../shared/testing/examples/seed-operator.ts";
import { seedTenants } from "../../shared/testing/examples/seed.ts";
import { sealToken } from "../../shared/outlets/seal-token.ts";

/** Puts the two example tenants and the operator in, the tenants' WhatsApp tokens encrypted as the product does it. */
export async function seed(ownerUrl: string, secretsKey: string): Promise<void> {
  const vault = createTokenVault({ wrapper: createLocalKeyWrapper(secretsKey.split(",")) });
  const db = createDatabase(ownerUrl, { maxConnections: 1, applicationName: "seed" });
  try {
    await seedTenants(db, {
      encryptToken: async (trx, tenantId, token) => sealToken(trx, vault, tenantId, token),
    });
    await seedOperator(db);
  } finally {
    await db.destroy();
  }
}
