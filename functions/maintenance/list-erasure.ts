import type { Objects } from "../../shared/files/objects.ts";
import type { MaintenanceServices } from "./services.ts";

const place = /^tenants\/([0-9a-f-]{36})\.json$/;

/** Says outside of the database that the tenant is erased from now on: its id and the time, nothing else. */
export async function listErasure(
  tenantId: string,
  { erasures, now }: Pick<MaintenanceServices, "erasures" | "now">,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ tenantId, erasedAt: now().toISOString() }));
  await erasures.write(`tenants/${tenantId}.json`, one(bytes), "application/json");
}

/** Every tenant that was ever erased, and when it was last. */
export async function listErasures(erasures: Objects): Promise<{ tenantId: string; storedAt: Date }[]> {
  return (await erasures.list()).flatMap(({ name, storedAt }) => {
    const tenantId = place.exec(name)?.[1];
    return tenantId === undefined ? [] : [{ tenantId, storedAt }];
  });
}

// eslint-disable-next-line require-await -- a stream of one piece
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
