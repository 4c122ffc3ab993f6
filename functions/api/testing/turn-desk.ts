import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { handBack, lockConversation } from "../../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { listPending } from "../../../shared/conversations/queries/turns.ts";
import type { SendOutcome } from "../../../shared/whatsapp/client/whatsapp.ts";
import { inWork } from "../../../shared/runtime/work.ts";
import type { Answered } from "../../../shared/answers/answered.ts";
import { buildEvent, buildTextMessage } from "../../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { handle as handleInbound } from "../../inbound/handle.ts";
import { loadSituation, type Situation } from "../../responder/load-situation.ts";
import { storeReply } from "../../responder/store-reply.ts";
import { type Claim, claim } from "../../sender/claim.ts";
import { recordOutcome } from "../../sender/record-outcome.ts";
import type { TestApi } from "./test-api.ts";
import type { Step } from "./draw-turns.ts";
import { inboundFunction } from "../../inbound/services.ts";
import { responderFunction } from "../../responder/services.ts";
import { senderFunction } from "../../sender/services.ts";

const [acme] = seedData;
const { outlet } = acme;

type Claimed = Extract<Claim, { kind: "claimed" }>;

/** What happened in the order of commits, since everything happens under the conversation's lock. */
export type LogEntry = {
  what: "human" | "taken" | "hand-back" | "claim" | "settled" | "closed" | "reopened";
  message_id: string | null;
};

/** Plays steps of everybody who may write to one customer, each as its function does it, down to the database. */
export type TurnDesk = {
  begin(): Promise<Play>;
  close(): Promise<void>;
};

type Play = {
  chat: Chat;
  /** What the API told each human of the bot's messages on their way, by the id of the human's message. */
  told: Map<string, string[]>;
  step(step: Step): Promise<void>;
  /** Everything that is due is done: asked answers are written and queued messages sent. */
  drain(): Promise<void>;
  log(): Promise<LogEntry[]>;
  pending(): Promise<string[]>;
};

export async function openTurnDesk(api: TestApi): Promise<TurnDesk> {
  const { database } = api;
  const inbound = createTestServices(inboundFunction, database);
  const responder = createTestServices(responderFunction, database);
  const sender = createTestServices(senderFunction, database);
  await keepLog(database.adminDb);
  const made = await api.as("admin", "POST", "/api-keys", {
    tenantId: acme.id,
    name: "program",
    scopes: ["messages:send"],
  });
  const key = made.body.secret;
  return {
    begin: async () => begin(api, { inbound, responder, sender }, key),
    async close() {
      await Promise.all([inbound.close(), responder.close(), sender.close()]);
    },
  };
}

type Functions = {
  inbound: TestServices<typeof inboundFunction>;
  responder: TestServices<typeof responderFunction>;
  sender: TestServices<typeof senderFunction>;
};

async function begin(api: TestApi, { inbound, responder, sender }: Functions, key: string): Promise<Play> {
  const { db, adminDb } = api.database;
  const chat = await createChat(db, acme);
  const { conversationId, contactId } = chat;
  const drafts: Situation[] = [];
  const claims: Claimed[] = [];
  const asked: string[] = [];
  const told = new Map<string, string[]>();

  async function arrive(message: Record<string, unknown>, more: object = {}): Promise<void> {
    const event = buildEvent("message.received", {
      phoneNumberId: outlet.phoneNumberId,
      wabaId: outlet.businessAccountId,
      receivedAt: new Date().toISOString(),
      source: "message",
      message: { ...buildTextMessage("Do you sell tents?"), ...message },
      ...more,
    });
    await handleInbound(event, inbound);
    const requested = inbound.bus.events
      .splice(0)
      .flatMap(({ topic, data }) =>
        topic === "reply.requested" ? [(data as { messageId: string }).messageId] : [],
      );
    asked.push(...requested);
  }

  async function post(token: string, takeOver?: boolean): Promise<void> {
    const { status, body } = await api.ask("POST", "/api/v1/messages", {
      token,
      body: {
        tenantId: acme.id,
        outletId: outlet.id,
        to: { contactId },
        message: { type: "text", text: "Let me look." },
        ...(takeOver === undefined ? {} : { takeOver }),
      },
    });
    if (status !== 202) throw new Error(`the API answered ${status}`);
    const onItsWay = body["botOnItsWay"] as { id: string }[];
    if (token !== key || takeOver === true)
      told.set(
        body.id,
        onItsWay.map(({ id }) => id),
      );
  }

  async function beginDraft(): Promise<void> {
    const messageId = asked.at(-1);
    if (messageId === undefined) return;
    const data = { conversationId, messageId, receivedAt: new Date().toISOString() };
    const situation = await inTenant(db, acme.id, async (trx) => loadSituation(trx, data, responder));
    if (situation.kind === "answer") drafts.push(situation);
  }

  async function storeDraft(handsOver: boolean): Promise<void> {
    const situation = drafts.shift();
    if (situation === undefined) return;
    await inWork(responder, acme.id, {}, async (work) =>
      storeReply(work, situation, handsOver ? handingOver : answering, new Date()),
    );
  }

  async function claimNext(): Promise<boolean> {
    await adminDb.deleteFrom("send_pacing").where("contact_id", "=", contactId).execute();
    const due = await adminDb
      .selectFrom("messages")
      .select("id")
      .where("conversation_id", "=", conversationId)
      .where("status", "=", "queued")
      .orderBy("id")
      .executeTakeFirst();
    if (due === undefined) return false;
    await adminDb
      .updateTable("messages")
      .set({ not_before: null, slot_at: null })
      .where("id", "=", due.id)
      .execute();
    const claimed = await inWork(sender, acme.id, {}, async (work) => claim(work, sender, acme.id, due.id));
    if (claimed.kind === "claimed") claims.push(claimed);
    return claimed.kind !== "later";
  }

  async function hear(sent: SendOutcome): Promise<void> {
    const claimed = claims.shift();
    if (claimed === undefined) return;
    await inWork(sender, acme.id, {}, async (work) => recordOutcome(work, claimed, sent, new Date()));
  }

  const pending = async () =>
    inTenant(db, acme.id, async (trx) => {
      const messages = await listPending(trx, await lockConversation(trx, conversationId));
      return messages.map(({ id }) => id);
    });

  async function giveBack(): Promise<void> {
    await inTenant(db, acme.id, async (trx) => handBack(trx, conversationId));
    // What waits is asked anew.
    const last = (await pending()).toSorted().at(-1);
    if (last !== undefined) asked.push(last);
  }

  /** As the API does it; that it is closed, or open already, is none of a person's mistakes. */
  async function act(name: "claim" | "close" | "reopen"): Promise<void> {
    const path = `/api/v1/conversations/${conversationId}/${name}`;
    const { status } = await api.ask("POST", path, {
      token: api.tokens.agent,
      ...(name === "close" ? { body: {} } : {}),
    });
    if (status !== 200 && status !== 409) throw new Error(`the API answered ${status}`);
  }

  const echo = { from: outlet.phoneNumberId, to: chat.phone, text: { body: "Budi here" } };
  const doers: { [Kind in Step["kind"]]: (step: Extract<Step, { kind: Kind }>) => Promise<unknown> } = {
    customer: async () => arrive({ from: chat.phone }),
    agent: async () => post(api.tokens.agent),
    app: async () => arrive(echo, { source: "echo" }),
    suite: async () => arrive(echo, { source: "echo", isStandby: true }),
    key: async ({ takeOver }) => post(key, takeOver),
    draft: beginDraft,
    store: async ({ handsOver }) => storeDraft(handsOver),
    claim: claimNext,
    outcome: async ({ word }) => hear(outcomes[word]()),
    "hand-back": giveBack,
    take: async () => act("claim"),
    close: async () => act("close"),
    reopen: async () => act("reopen"),
  };

  return {
    chat,
    told,
    pending,
    step: async (step) => void (await (doers[step.kind] as (given: Step) => Promise<unknown>)(step)),
    async drain() {
      for (;;) {
        while (claims.length > 0) await hear(outcomes.accepted());
        while (drafts.length > 0) await storeDraft(false);
        const wasClaimed = await claimNext();
        if (wasClaimed) continue;
        if ((await chat.conversation()).handled_by === "human" || (await pending()).length === 0) return;
        await beginDraft();
        if (drafts.length === 0) return;
      }
    },
    async log() {
      const { rows } = await sql<LogEntry>`
        select what, message_id from turn_log where conversation_id = ${conversationId} order by n`.execute(
        adminDb,
      );
      return rows;
    },
  };
}

const outcomes: Record<Extract<Step, { kind: "outcome" }>["word"], () => SendOutcome> = {
  accepted: () => ({ kind: "accepted", wamid: `wamid.${randomUUID()}` }),
  refused: () => ({ kind: "refused", code: 100, title: "Invalid parameter" }) as SendOutcome,
  unreachable: () => ({ kind: "refused", code: 131026, title: "Undeliverable" }) as SendOutcome,
  unknown: () => ({ kind: "unknown", reason: "timeout" }) as SendOutcome,
  "not-sent": () => ({ kind: "not_sent" }) as SendOutcome,
};

const answering: Answered = {
  text: "Yes, we do.",
  citations: [],
  spoken: "en",
  tokens: { in: 0, out: 0, embedding: 0 },
  trace: { decision: { kind: "smalltalk" } },
};
const handingOver = noticeOf(answering);

function noticeOf(answered: Answered): Answered {
  return {
    ...answered,
    text: "A colleague will reply here.",
    handoff: { code: "no-answer", reason: "no-answer" },
  };
}

/** Who did what first is what the locks say: a row is written under the lock of its conversation. */
async function keepLog(adminDb: TestApi["database"]["adminDb"]): Promise<void> {
  await sql`
    create table turn_log (n bigserial primary key, conversation_id uuid, what text, message_id uuid);
    create function log_message() returns trigger language plpgsql security definer as $$
    declare what text := case
      when tg_op = 'INSERT' then case when new.sender_type = 'agent' and new.is_turn then 'human' end
      when old.status <> 'sending' and new.status = 'sending' then 'claim'
      when old.status in ('sending', 'unknown') and new.status not in ('sending', 'unknown') then 'settled' end;
    begin
      if what is not null then
        insert into public.turn_log (conversation_id, what, message_id) values (new.conversation_id, what, new.id);
      end if;
      return new;
    end $$;
    create function log_conversation() returns trigger language plpgsql security definer as $$
    begin
      if old.handled_by = 'human' and new.handled_by = 'bot' then
        insert into public.turn_log (conversation_id, what) values (new.id, 'hand-back');
      end if;
      if new.assigned_user_id is not null and old.assigned_user_id is distinct from new.assigned_user_id then
        insert into public.turn_log (conversation_id, what) values (new.id, 'taken');
      end if;
      if old.status <> new.status then
        insert into public.turn_log (conversation_id, what)
        values (new.id, case when new.status = 'closed' then 'closed' else 'reopened' end);
      end if;
      return new;
    end $$;
    create trigger log_message after insert or update on messages for each row execute function log_message();
    create trigger log_conversation after update on conversations for each row execute function log_conversation();
  `.execute(adminDb);
}
