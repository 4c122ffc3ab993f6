import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";

/** The key that wraps the tenants' data keys. Neither it nor its versions can be destroyed by a mistake that is noticed within 30 days. */
export function createWrappingKey({
  project,
  region,
  settings,
  labels,
  services,
}: Context): gcp.kms.CryptoKey {
  const ring = new gcp.kms.KeyRing(
    "crm",
    { project, location: region, name: "crm" },
    { protect: settings.isProtected, dependsOn: services },
  );
  return new gcp.kms.CryptoKey(
    "data-keys",
    {
      name: "data-keys",
      keyRing: ring.id,
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: `${90 * 24 * 3600}s`,
      destroyScheduledDuration: `${30 * 24 * 3600}s`,
      labels,
    },
    { protect: settings.isProtected },
  );
}
