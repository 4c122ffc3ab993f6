/** Owns the tables and runs the migrations. Row-level security is forced on it as well. */
export const ownerRole = "crm_owner";

/** What the functions' tenant roles have in common: the policies by which each sees one tenant at a time. No rights. */
export const appRole = "crm_app";

/** What the platform roles have in common: the policies by which they see rows of every tenant. No rights. */
export const platformRole = "crm_platform";

/** Owns the lookups that are asked before the tenant is known; nobody logs in as it. */
export const lookupRole = "crm_lookup";

/** Owns the audit log, and the one function that writes it; nobody logs in as it. */
export const auditRole = "crm_audit";

/** Where functions do not sign in as themselves, on one machine: may take on every role of theirs, and is nothing before. */
export const localRole = "crm_local";

export type LoginRole = typeof ownerRole | typeof localRole;
