import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { Conversation, Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type InboxFilter = {
  state?: Conversation["inbox_state"] | undefined;
  outletId?: string | undefined;
  contactId?: string | undefined;
  handledBy?: "bot" | "human" | undefined;
  /** A user's id; `none`: nobody has it. */
  assignee?: string | undefined;
  tagId?: string | undefined;
  /** The customer waits for an answer. */
  waiting?: boolean | undefined;
  /** The user has not read it to its end. */
  unread?: boolean | undefined;
  /** A note names the user. */
  mentioned?: boolean | undefined;
};

export type InboxPage = {
  sort: "lastMessageAt" | "waitingSince";
  order: "asc" | "desc";
  limit: number;
  /** `at` is text, for a Date has no microseconds. */
  after?: { at: string; id: string } | undefined;
};

type Reader = { userId: string | undefined };

const columnOf = { lastMessageAt: "last_message_at", waitingSince: "waiting_since" } as const;
const nobody = "00000000-0000-0000-0000-000000000000";

/** A page of conversations with all that a list shows of them, in one statement. Those without a message are in none. */
export async function listInbox(trx: TenantTransaction, filter: InboxFilter & Reader, page: InboxPage) {
  return inboxPage(trx, filter, page).execute();
}

/** The statement of `listInbox`. */
export function inboxPage(
  trx: TenantTransaction,
  filter: InboxFilter & Reader,
  { sort, order, limit, after }: InboxPage,
) {
  const column = columnOf[sort];
  const beyond = sql.raw(order === "asc" ? ">" : "<");
  return shown(
    trx,
    filter.userId,
    filtered(trx, filter)
      .where(column, "is not", null)
      .$if(after !== undefined, (some) =>
        some.where(
          sql<boolean>`(${sql.ref(column)}, id) ${beyond} (${after?.at}::timestamptz, ${after?.id}::uuid)`,
        ),
      )
      .orderBy(column, order)
      .orderBy("id", order)
      .limit(limit),
  )
    .orderBy(`conversation.${column}`, order)
    .orderBy("conversation.id", order)
    .select(sql<string>`conversation.${sql.ref(column)}::text`.as("sort_at"));
}

export type InboxRow = Omit<Awaited<ReturnType<typeof listInbox>>[number], "sort_at">;

/** One conversation as the list shows it. */
export async function findInboxRow(
  trx: TenantTransaction,
  conversationId: string,
  userId: string | undefined,
): Promise<InboxRow | undefined> {
  const one = trx.selectFrom("conversations").selectAll().where("id", "=", conversationId);
  return shown(trx, userId, one).executeTakeFirst();
}

/** How many there are, counted to `most`. */
export async function countInbox(
  trx: TenantTransaction,
  filter: InboxFilter & Reader,
  most: number,
): Promise<number> {
  const { count } = await trx
    .selectFrom(filtered(trx, filter).where("last_message_at", "is not", null).limit(most).as("some"))
    .select((select) => select.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

function filtered(trx: TenantTransaction, filter: InboxFilter & Reader) {
  const { userId = nobody } = filter;
  return trx
    .selectFrom("conversations")
    .selectAll()
    .$if(filter.state !== undefined, (some) => some.where("inbox_state", "=", filter.state ?? "open"))
    .$if(filter.outletId !== undefined, (some) => some.where("outlet_id", "=", filter.outletId ?? nobody))
    .$if(filter.contactId !== undefined, (some) => some.where("contact_id", "=", filter.contactId ?? nobody))
    .$if(filter.handledBy !== undefined, (some) => some.where("handled_by", "=", filter.handledBy ?? "bot"))
    .$if(filter.assignee === "none", (some) => some.where("assigned_user_id", "is", null))
    .$if(filter.assignee !== undefined && filter.assignee !== "none", (some) =>
      some.where("assigned_user_id", "=", filter.assignee ?? nobody),
    )
    .$if(filter.waiting !== undefined, (some) =>
      some.where("waiting_since", filter.waiting === true ? "is not" : "is", null),
    )
    .$if(filter.tagId !== undefined, (some) =>
      some.where((where) =>
        where.exists(
          where
            .selectFrom("conversation_tags")
            .select("conversation_tags.id")
            .whereRef("conversation_tags.conversation_id", "=", "conversations.id")
            .where("conversation_tags.tag_id", "=", filter.tagId ?? nobody),
        ),
      ),
    )
    .$if(filter.mentioned === true, (some) =>
      some.where((where) =>
        where.exists(
          where
            .selectFrom("note_mentions")
            .select("note_mentions.id")
            .whereRef("note_mentions.conversation_id", "=", "conversations.id")
            .where("note_mentions.user_id", "=", userId),
        ),
      ),
    )
    .$if(filter.unread !== undefined, (some) =>
      some.where((where) =>
        filter.unread === true ? where.not(isRead(where, userId)) : isRead(where, userId),
      ),
    );
}

/** Nothing of the customer's came after what the user has read. */
function isRead(where: ExpressionBuilder<Database, "conversations">, userId: string) {
  return where.or([
    where("last_customer_message_id", "is", null),
    where.exists(
      where
        .selectFrom("conversation_reads")
        .select("conversation_reads.id")
        .whereRef("conversation_reads.conversation_id", "=", "conversations.id")
        .where("conversation_reads.user_id", "=", userId)
        .whereRef("conversation_reads.read_message_id", ">=", "conversations.last_customer_message_id"),
    ),
  ]);
}

/** So many unread messages are counted at most. */
const mostUnread = 100;

type Some = SelectQueryBuilder<Database, "conversations", Conversation>;

function shown(trx: TenantTransaction, userId: string | undefined, some: Some) {
  return trx
    .selectFrom(some.as("conversation"))
    .innerJoin("contacts", "contacts.id", "conversation.contact_id")
    .leftJoin("users", "users.id", "conversation.assigned_user_id")
    .leftJoin("conversation_reads", (join) =>
      join
        .onRef("conversation_reads.conversation_id", "=", "conversation.id")
        .on("conversation_reads.user_id", "=", userId ?? nobody),
    )
    .leftJoinLateral(
      (last) =>
        last
          .selectFrom("messages")
          .select(["id", "direction", "sender_type", "type", "body", "status", "sent_at"])
          .whereRef("messages.conversation_id", "=", "conversation.id")
          .orderBy("sent_at", "desc")
          .orderBy("id", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .selectAll("conversation")
    .select((select) => [
      "contacts.name as contact_name",
      "contacts.profile_name",
      "contacts.address_book_name",
      "contacts.phone",
      "contacts.username",
      "contacts.blocked",
      "contacts.opted_out_at",
      "users.display_name as assignee_name",
      "conversation_reads.read_message_id",
      "last.id as last_id",
      "last.direction as last_direction",
      "last.sender_type as last_sender_type",
      "last.type as last_type",
      "last.body as last_body",
      "last.status as last_status",
      "last.sent_at as last_sent_at",
      select
        .selectFrom((from) =>
          from
            .selectFrom("messages")
            .select("messages.id")
            .whereRef("messages.conversation_id", "=", "conversation.id")
            .where("messages.direction", "=", "inbound")
            .where("messages.is_turn", "=", true)
            .where("messages.id", ">", (of) =>
              of.fn.coalesce("conversation_reads.read_message_id", sql<string>`${nobody}::uuid`),
            )
            .limit(mostUnread)
            .as("unread"),
        )
        .select((count) => count.fn.countAll<number>().as("n"))
        .as("unread_count"),
      sql<{ id: string; name: string; color: string }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', tags.id, 'name', tags.name, 'color', tags.color) order by lower(tags.name))
        from conversation_tags join tags on tags.id = conversation_tags.tag_id
        where conversation_tags.conversation_id = conversation.id), '[]')`.as("tags"),
    ]);
}
