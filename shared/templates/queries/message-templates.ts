import { sql } from "kysely";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { MessageTemplate } from "../../db/schema.d.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

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

export type TemplateFilter = { name?: string | undefined; status?: string | undefined };

/** From now on what is not stored of the account's templates is not there; `null`: there may be others. */
export async function markTemplatesSynced(
  trx: TenantTransaction,
  businessAccountId: string,
  syncedAt: Date | null,
): Promise<void> {
  await trx
    .updateTable("outlets")
    .set({ templates_synced_at: syncedAt })
    .where("waba_business_account_id", "=", businessAccountId)
    .execute();
}

/** Whether all templates of the account were listed, and nothing told of another since. */
export async function areTemplatesSynced(
  trx: TenantTransaction,
  businessAccountId: string,
): Promise<boolean> {
  const synced = await trx
    .selectFrom("outlets")
    .select("id")
    .where("waba_business_account_id", "=", businessAccountId)
    .where("templates_synced_at", "is not", null)
    .executeTakeFirst();
  return synced !== undefined;
}

/** The languages that a template of that name is there in. */
export async function listLanguagesOf(
  trx: TenantTransaction,
  { businessAccountId, name }: { businessAccountId: string; name: string },
): Promise<string[]> {
  const rows = await trx
    .selectFrom("message_templates")
    .select("language")
    .where("waba_business_account_id", "=", businessAccountId)
    .where("name", "=", name)
    .where("synced_at", "is not", null)
    .orderBy("language")
    .execute();
  return rows.map(({ language }) => language);
}

/** A page of templates, by id. */
export async function listTemplates(
  trx: TenantTransaction,
  filter: TemplateFilter,
  page: Page,
): Promise<MessageTemplate[]> {
  return inPage(
    trx
      .selectFrom("message_templates")
      .selectAll()
      .$if(filter.name !== undefined, (query) => query.where("name", "=", filter.name ?? ""))
      .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "")),
    page,
  ).execute();
}

/** Of every account of the tenant's. */
export async function listTemplatesNamed(
  trx: TenantTransaction,
  { name, language }: { name: string; language: string },
): Promise<MessageTemplate[]> {
  return trx
    .selectFrom("message_templates")
    .selectAll()
    .where("name", "=", name)
    .where("language", "=", language)
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

/** The template that a message of ours was made from, as its account lists it; undefined for other messages. */
export async function findTemplateOfMessage(
  trx: TenantTransaction,
  messageId: string,
): Promise<(TemplateKey & { category: string | null }) | undefined> {
  const { rows } = await sql<TemplateKey & { category: string | null }>`
    select used.account as "businessAccountId", used.name, used.language, listed.category
    from (
      select o.waba_business_account_id as account, m.content ->> 'name' as name, m.content ->> 'language' as language
      from messages m join outlets o on o.id = m.outlet_id
      where m.id = ${messageId} and m.type = 'template' and m.content ->> 'name' <> '' and m.content ->> 'language' <> ''
    ) used
    left join message_templates listed on listed.waba_business_account_id = used.account
      and listed.name = used.name and listed.language = used.language`.execute(trx);
  return rows[0];
}

/** Whether the message of that id of Meta's is ours and was made from a template of that category. */
export async function isMadeOfCategory(
  trx: TenantTransaction,
  { outletId, wamid, category }: { outletId: string; wamid: string; category: string },
): Promise<boolean> {
  const message = await trx
    .selectFrom("messages")
    .select("id")
    .where("outlet_id", "=", outletId)
    .where("wamid", "=", wamid)
    .where("direction", "=", "outbound")
    .executeTakeFirst();
  const template = message === undefined ? undefined : await findTemplateOfMessage(trx, message.id);
  return template?.category?.toUpperCase() === category;
}

/** Of a template of which nothing is known but that WhatsApp refused it. */
const unlistedCategory = "UNKNOWN";

/** Forgets what is kept only of a refusal: there is news of the template, and the next sync brings it whole. */
export async function forgetRefusal(
  trx: TenantTransaction,
  { businessAccountId, name, language }: TemplateKey,
): Promise<void> {
  await trx
    .deleteFrom("message_templates")
    .where("waba_business_account_id", "=", businessAccountId)
    .where("name", "=", toStorableText(name))
    .where("language", "=", toStorableText(language))
    .where("category", "=", unlistedCategory)
    .execute();
}

/**
 * Keeps that WhatsApp refused the template `at` this time, so that the next send is refused before the call. One that was
 * never listed is kept for that; what was listed or told since is left, for it is newer.
 */
export async function markTemplate(
  trx: TenantTransaction,
  { businessAccountId, name, language }: TemplateKey,
  { status, reason, at }: { status: string; reason: string | undefined; at: Date },
): Promise<void> {
  const told = { status, reason: reason === undefined ? null : toStorableText(reason) };
  await trx
    .insertInto("message_templates")
    .values({
      waba_business_account_id: businessAccountId,
      name: toStorableText(name),
      language: toStorableText(language),
      category: unlistedCategory,
      components: toJsonb([]),
      ...told,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "waba_business_account_id", "name", "language"])
        .doUpdateSet(told)
        .where((where) =>
          where.and([
            where.or([
              where("message_templates.synced_at", "is", null),
              where("message_templates.synced_at", "<", at),
            ]),
            where.not(
              where.exists(
                where
                  .selectFrom("account_events")
                  .select("account_events.id")
                  .where("field", "=", "message_template_status_update")
                  .where("subject", "=", toStorableText(`${name}/${language}`))
                  .where("occurred_at", ">", at),
              ),
            ),
          ]),
        ),
    )
    .execute();
}
