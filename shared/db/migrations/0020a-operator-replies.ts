import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * An operator's Idempotency-Key belongs to no tenant, and its work is done in a tenant's scope, as another role. This
 * lets that transaction keep the answer too, so that key and work commit together. It settles only a try that is
 * under way, by the id that nobody else knows.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create policy operator_replies on idempotency_keys for update to crm_lookup
      using (tenant_id is null) with check (tenant_id is null);
    create policy operator_replies_read on idempotency_keys for select to crm_lookup using (tenant_id is null);
    grant select (tenant_id, principal, key, attempt_id), update (status, headers, body)
      on idempotency_keys to crm_lookup;

    create function keep_operator_reply(
      of_principal text, of_key text, of_attempt uuid, new_status integer, new_headers jsonb, new_body text
    ) returns void
      language sql volatile security definer set search_path = pg_catalog, pg_temp
      begin atomic
        update public.idempotency_keys set status = new_status, headers = new_headers, body = new_body
        where tenant_id is null and principal = of_principal and key = of_key and attempt_id = of_attempt;
      end;

    grant create on schema public to crm_lookup;
    alter function keep_operator_reply(text, text, uuid, integer, jsonb, text) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    revoke all on function keep_operator_reply(text, text, uuid, integer, jsonb, text) from public;
    grant execute on function keep_operator_reply(text, text, uuid, integer, jsonb, text) to crm_app;
    reset role;
  `.execute(db);
}
