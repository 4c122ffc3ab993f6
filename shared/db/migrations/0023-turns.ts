import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Whose turn it is shows in the messages that take one: they ask, or they answer. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Of a customer's message: it wants an answer. Of ours: it is one, of the bot or of a human; a notice, a template, a
    -- campaign, a reaction and what an API key sends are none, and the question before them still waits.
    alter table messages add column is_turn boolean not null default false;

    alter table messages no force row level security;
    update messages m set is_turn = true from conversations c where c.id = m.conversation_id and not c.imported
      and case m.sender_type
        when 'customer' then m.type not in ('reaction', 'system', 'edit', 'revoke', 'request_welcome', 'media_placeholder',
          'pin', 'poll_update', 'keep_in_chat')
        when 'bot' then m.epoch is not null
        when 'agent' then m.type not in ('reaction', 'template')
        else false end;
    alter table messages force row level security;

    create index messages_turns on messages (conversation_id, id) where is_turn;
    -- A question whose answer was never sent, since a human took over, is answered anew once the bot has it again: in a
    -- later epoch. In one epoch there is one answer.
    drop index messages_one_answer;
    create unique index messages_one_answer on messages (trigger_message_id, epoch)
      where sender_type = 'bot' and is_turn and trigger_message_id is not null;
  `.execute(db);
}
