/** Owns every table and runs the migrations. Row-level security is forced on it as well. */
export const ownerRole = "crm_owner";

/** The functions. Sees one tenant at a time, through `inTenant`. */
export const appRole = "crm_app";

/** What belongs to no single tenant: drains the outbox, lists tenants, keeps dead letters. Reads no contents. */
export const platformRole = "crm_platform";

/** Owns the lookup of an outlet by its WhatsApp number; nobody logs in as it. */
export const lookupRole = "crm_lookup";

export type LoginRole = typeof ownerRole | typeof appRole | typeof platformRole;
