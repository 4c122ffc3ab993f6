import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordStatusChange } from "../../shared/conversations/queries/messages.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { type Arrivals, newPhone, openArrivals, start } from "./testing/arrivals.ts";

const [acme] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

describe("a change of a message", () => {
  const edit = (target: string, body: string) => ({
    type: "edit",
    text: undefined,
    edit: { original_message_id: target, message: { type: "text", text: { body } } },
  });
  const reaction = (target: string, emoji?: string) => ({
    type: "reaction",
    text: undefined,
    reaction: { message_id: target, ...(emoji === undefined ? {} : { emoji }) },
  });

  test("waits for its message, and shows as soon as that is stored", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    expect(await arrivals.arrive({ from: phone, ...edit(id, "new") }, { at: 5 })).toMatchObject({
      outcome: "parked",
    });
    expect(await arrivals.arrive({ from: phone, ...reaction(id, "👍") }, { at: 6 })).toMatchObject({
      outcome: "parked",
    });
    await arrivals.arrive({ id, from: phone, text: { body: "old" } });
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      {
        body: "new",
        content: { kind: "text", words: "new" },
        edited_at: new Date((start + 5) * 1000),
        reactions: [{ from: "customer", emoji: "👍" }],
        original: { type: "text", body: "old" },
      },
    ]);
  });

  test("waits also for a message of ours whose id is not known yet", async () => {
    const chat = await createChat(arrivals.database.db, acme);
    await chat.customerWrites("open?");
    const [messageId, wamid] = [await chat.queueReply("Yes"), `wamid.${randomUUID()}`];
    await arrivals.arrive({ from: chat.phone, ...reaction(wamid, "❤️") });
    await inTenant(arrivals.database.db, acme.id, async (trx) =>
      recordStatusChange(trx, messageId, { status: "sent", wamid }),
    );
    expect(await chat.message(messageId)).toMatchObject({ reactions: [{ from: "customer", emoji: "❤️" }] });
  });

  test("is not undone by an older one, nor done twice", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrivals.arrive({ id, from: phone });
    await arrivals.arrive({ from: phone, ...edit(id, "third") }, { at: 9 });
    await arrivals.arrive({ from: phone, ...edit(id, "second") }, { at: 5 });
    await arrivals.arrive({ from: phone, ...reaction(id) }, { at: 9 });
    const late = { id: `wamid.${randomUUID()}`, from: phone, ...reaction(id, "👍") };
    await arrivals.arrive(late, { at: 5 });
    expect(await arrivals.arrive(late, { at: 5 })).toMatchObject({ outcome: "duplicate" });
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      { body: "third", reactions: [] },
    ]);
  });

  test("hides what was deleted, also from the bot, and keeps what it was", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrivals.arrive({ id, from: phone, text: { body: "my secret" } });
    await arrivals.arrive(
      { from: phone, type: "revoke", text: undefined, revoke: { original_message_id: id } },
      { at: 3 },
    );
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      {
        body: "[deleted]",
        content: null,
        revoked_at: new Date((start + 3) * 1000),
        original: { body: "my secret" },
      },
    ]);
  });

  test("counts for nothing from somebody who did not write the message", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrivals.arrive({ id, from: phone, text: { body: "mine" } });
    await arrivals.arrive({ from: newPhone(), ...edit(id, "forged") }, { at: 3 });
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      { body: "mine", edited_at: null },
    ]);
  });
});
