import { toJsonb, toStorableText } from "./jsonb.ts";
import type { MessageTemplate } from "./schema/message-templates.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

type TemplateKey = { businessAccountId: string; name: string; language: string };

export async function findTemplate(
  trx: TenantTransaction,
  { businessAccountId, name, language }: TemplateKey,
): Promise<MessageTemplate | undefined> {
  return trx
    .selectFrom("message_templates")
    .selectAll()
    .where("waba_business_account_id", "=", businessAccountId)
    .where("name", "=", name)
    .where("language", "=", language)
    .executeTakeFirst();
}

export type ListedTemplate = {
  templateId?: string | undefined;
  name: string;
  language: string;
  category: string;
  status: string;
  quality?: string | undefined;
  reason?: string | undefined;
  parameterFormat?: string | undefined;
  components: unknown[];
};

/** Stores a template as WhatsApp tells it, in place of what was known of it; resolves to its row's id. */
export async function recordTemplate(
  trx: TenantTransaction,
  businessAccountId: string,
  template: ListedTemplate,
  syncedAt: Date,
): Promise<string> {
  const told = {
    template_id: template.templateId ?? null,
    category: toStorableText(template.category),
    status: toStorableText(template.status),
    quality: template.quality ?? null,
    reason: template.reason ?? null,
    parameter_format: template.parameterFormat ?? null,
    components: toJsonb(template.components),
    synced_at: syncedAt,
  };
  const { id } = await trx
    .insertInto("message_templates")
    .values({
      waba_business_account_id: businessAccountId,
      name: toStorableText(template.name),
      language: toStorableText(template.language),
      ...told,
    })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "waba_business_account_id", "name", "language"]).doUpdateSet(told),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Forgets what WhatsApp did not list any more when the account was synced at `syncedAt`. Returns how many. */
export async function forgetUnlisted(
  trx: TenantTransaction,
  businessAccountId: string,
  syncedAt: Date,
): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom("message_templates")
    .where("waba_business_account_id", "=", businessAccountId)
    .where((where) => where.or([where("synced_at", "is", null), where("synced_at", "<", syncedAt)]))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** A page of templates, by id. */
export async function listTemplates(
  trx: TenantTransaction,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<MessageTemplate[]> {
  return trx
    .selectFrom("message_templates")
    .selectAll()
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function findTemplateById(
  trx: TenantTransaction,
  id: string,
): Promise<MessageTemplate | undefined> {
  return trx.selectFrom("message_templates").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Forgets every language of the name, as deleting it by name does at WhatsApp. */
export async function deleteTemplatesOfName(
  trx: TenantTransaction,
  businessAccountId: string,
  name: string,
): Promise<void> {
  await trx
    .deleteFrom("message_templates")
    .where("waba_business_account_id", "=", businessAccountId)
    .where("name", "=", name)
    .execute();
}
