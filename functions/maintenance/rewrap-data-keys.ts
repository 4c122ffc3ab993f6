import {
  listDataKeysToRewrap,
  listTenantsToRewrap,
  replaceWrappedKey,
} from "../../shared/tenants/secrets/data-keys.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 200;

/**
 * After a rotation: wraps every data key that another key than the current one has wrapped anew. The data keys stay,
 * so no ciphertext is touched, and tokens are read meanwhile. Of two runs at once the faster one's stays. A data key
 * that cannot be opened does not hold up the others; then this throws in the end.
 */
export async function rewrapDataKeys(
  services: Pick<MaintenanceServices, "db" | "platformDb" | "tokens" | "log">,
): Promise<{ rewrapped: number }> {
  const { platformDb, tokens, log } = services;
  const currentKeyName = await tokens.currentKeyName();
  const errors: unknown[] = [];
  let rewrapped = 0;
  let after: string | undefined;
  for (;;) {
    const tenantIds = await listTenantsToRewrap(platformDb, { currentKeyName, after, limit: batchSize });
    for (const tenantId of tenantIds) {
      try {
        rewrapped += await rewrapTenant(services, tenantId, currentKeyName);
      } catch (error) {
        log.error("a data key could not be wrapped anew", { tenantId, error });
        errors.push(error);
      }
    }
    after = tenantIds.at(-1);
    if (tenantIds.length < batchSize) break;
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} tenants' data keys were not wrapped anew`);
  return { rewrapped };
}

async function rewrapTenant(
  { db, tokens }: Pick<MaintenanceServices, "db" | "tokens">,
  tenantId: string,
  currentKeyName: string,
): Promise<number> {
  const dataKeys = await inTenant(db, tenantId, async (trx) => listDataKeysToRewrap(trx, currentKeyName));
  let replaced = 0;
  for (const { id, ...from } of dataKeys) {
    // Outside a transaction: it may be a call of KMS.
    const to = await tokens.rewrap(tenantId, from);
    if (await inTenant(db, tenantId, async (trx) => replaceWrappedKey(trx, id, { from, to }))) replaced += 1;
  }
  return replaced;
}
