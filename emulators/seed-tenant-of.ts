import { type SeedTenant, seedData } from "../shared/db/seed-data.ts";

/** The example tenant of this slug. */
export function seedTenantOf(slug: string): SeedTenant | undefined {
  return seedData.find((tenant) => tenant.slug === slug);
}
