import { type Kysely, sql } from "kysely";

/**
 * `resume`: the customer wrote a word that begins marketing again. It ends an opt-out before it; of somebody who never
 * opted out it proves no wish.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table consents drop constraint consents_action_check;
    alter table consents add constraint consents_action_check check (action in ('opt_in', 'opt_out', 'resume'));
    update consents set action = 'resume' where action = 'opt_in' and source = 'keyword';
  `.execute(db);
}
