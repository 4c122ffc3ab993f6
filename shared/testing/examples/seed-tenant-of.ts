import { type SeedTenant, seedData } from "./seed-data.ts";

/** The example tenant of this slug. */
export function seedTenantOf(slug: string): SeedTenant | undefined {
  return seedData.find((tenant) => tenant.slug === slug);
}
