import { toJsonb } from "../../db/jsonb.ts";
import type { Tenant } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** The tenant of the scope; undefined when it does not exist (any more). */
export async function findTenant(trx: TenantTransaction): Promise<Tenant | undefined> {
  return trx.selectFrom("tenants").selectAll().executeTakeFirst();
}

/** The same, locked until the transaction ends. */
export async function lockTenant(trx: TenantTransaction): Promise<Tenant | undefined> {
  return trx.selectFrom("tenants").selectAll().forUpdate().executeTakeFirst();
}

export type TenantChange = {
  name?: string | undefined;
  contactEmail?: string | undefined;
  status?: "active" | "suspended" | undefined;
  llmTone?: object | undefined;
  llmConfig?: object | undefined;
  messaging?: object | undefined;
  disclosure?: object | undefined;
  timeZone?: string | undefined;
  defaultLanguage?: string | null | undefined;
  adminSecondFactor?: boolean | undefined;
};

type NewTenant = TenantChange & {
  id: string;
  slug: string;
  name: string;
  contactEmail: string;
  /** The Identity Platform tenant of its people; without, they are in the project's own pool. */
  firebaseTenantId?: string | undefined;
};

/** Makes the tenant whose scope this is, with the knowledge base that its documents go into. */
export async function recordTenant(trx: TenantTransaction, tenant: NewTenant): Promise<Tenant> {
  const row = await trx
    .insertInto("tenants")
    .values({
      ...toColumns(tenant),
      id: tenant.id,
      slug: tenant.slug,
      name: tenant.name,
      contact_email: tenant.contactEmail,
      firebase_tenant_id: tenant.firebaseTenantId ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx.insertInto("knowledge_bases").values({ name: "Default", is_default: true }).execute();
  return row;
}

/** Changes what is given, and raises the version. */
export async function updateTenant(trx: TenantTransaction, change: TenantChange): Promise<Tenant> {
  return trx
    .updateTable("tenants")
    .set((set) => ({ ...toColumns(change), version: set("version", "+", 1) }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

function toColumns(change: TenantChange) {
  return {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.contactEmail === undefined ? {} : { contact_email: change.contactEmail }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.llmTone === undefined ? {} : { llm_tone: toJsonb(change.llmTone) }),
    ...(change.llmConfig === undefined ? {} : { llm_config: toJsonb(change.llmConfig) }),
    ...(change.messaging === undefined ? {} : { messaging: toJsonb(change.messaging) }),
    ...(change.disclosure === undefined ? {} : { disclosure: toJsonb(change.disclosure) }),
    ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
    ...(change.adminSecondFactor === undefined ? {} : { admin_second_factor: change.adminSecondFactor }),
    ...(change.defaultLanguage === undefined ? {} : { default_language: change.defaultLanguage }),
  };
}
