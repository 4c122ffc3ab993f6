import { randomInt, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lockContact } from "../../shared/contacts/queries/contacts.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type Arrivals, newPhone, newUserId, openArrivals } from "./testing/arrivals.ts";

const [acme] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

describe("a customer who changes", () => {
  const system = (more: object) => ({
    type: "system",
    text: undefined,
    system: { type: "user_changed_number", body: "changed", ...more },
  });

  test("number and user id stays one contact with one history, also for what comes late", async () => {
    const [before, after, oldId, newId] = [newPhone(), newPhone(), newUserId(), newUserId()];
    await arrivals.arrive({ from: before, from_user_id: oldId });
    await arrivals.arrive({ from: after, from_user_id: newId }, { at: 20 });
    await arrivals.arrive(
      { from: before, ...system({ wa_id: after, user_id: newId, previous_user_id: oldId }) },
      { at: 10 },
    );
    await arrivals.arrive({ from: before }, { at: 5 });
    await arrivals.arrive({ from: undefined, from_user_id: oldId }, { at: 6 });
    const [contact, ...others] = await arrivals.contactsOf({ phone: after });
    expect([contact?.business_scoped_user_id, others]).toEqual([newId, []]);
    expect(await arrivals.messagesOf(contact?.id)).toHaveLength(5);
    expect(await arrivals.contactsOf({ phone: before })).toEqual([]);
  });

  test("leaves the old number to whoever has it next", async () => {
    const [before, after, oldId] = [newPhone(), newPhone(), newUserId()];
    await arrivals.arrive({ from: before, from_user_id: oldId });
    await arrivals.arrive({ from: before, ...system({ wa_id: after }) }, { at: 10 });
    await arrivals.arrive({ from: before }, { at: 20 });
    const [old] = await arrivals.contactsOf({ phone: after });
    const [next] = await arrivals.contactsOf({ phone: before });
    expect(next?.id).not.toBe(old?.id);
    expect(await arrivals.messagesOf(next?.id)).toHaveLength(1);
  });

  test("keeps answers due when two conversations become one", async () => {
    const [phone, userId] = [newPhone(), newUserId()];
    await arrivals.arrive({ from: phone });
    await arrivals.arrive({ from: undefined, from_user_id: userId });
    const due = arrivals.services.bus.of("reply.requested").map(({ data }) => data.messageId);
    await inTenant(arrivals.database.db, acme.id, async (trx) =>
      lockContact(trx, { phone, businessScopedUserId: userId }),
    );
    const messages = await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id);
    const conversation = await arrivals.database.adminDb
      .selectFrom("conversations")
      .selectAll()
      .where("id", "=", messages[0]?.conversation_id ?? "")
      .executeTakeFirstOrThrow();
    expect(messages.map(({ id }) => id).toSorted()).toEqual(due.toSorted());
    expect(messages.map(({ epoch }) => epoch)).toEqual([conversation.epoch, conversation.epoch]);
  });

  test("between the forms of a Brazilian number is one contact, and a landline another", async () => {
    const digits = String(randomInt(1e6, 1e7));
    await arrivals.arrive({ from: `55118${digits}` });
    await arrivals.arrive({ from: `551198${digits}` });
    await arrivals.arrive({ from: `55113${digits}` });
    const [mobile] = await arrivals.contactsOf({ phone: `551198${digits}` });
    expect(await arrivals.messagesOf(mobile?.id)).toHaveLength(2);
    expect(await arrivals.contactsOf({ phone: `55113${digits}` })).toHaveLength(1);
  });
});

test("a group's message is stored with who wrote it, and answered by nobody", async () => {
  const [phone, groupId] = [newPhone(), randomUUID()];
  expect(await arrivals.arrive({ from: phone, group_id: groupId })).toMatchObject({
    outcome: "stored",
    handling: "nobody",
  });
  const [group] = await arrivals.contactsOf({ group_id: groupId });
  const [author] = await arrivals.contactsOf({ phone });
  expect(await arrivals.messagesOf(group?.id)).toMatchObject([{ author_contact_id: author?.id, body: "hi" }]);
  expect(await arrivals.messagesOf(author?.id)).toEqual([]);
  expect(arrivals.services.bus.of("reply.requested")).toEqual([]);
});

test.each([
  ["an edit that WhatsApp does not convey", "edit", "nobody"],
  ["a poll", "poll_creation", "bot"],
])("%s (%s) is stored, and answered by %s", async (_what, subtype, handling) => {
  const phone = newPhone();
  const unsupported = {
    type: "unsupported",
    text: undefined,
    errors: [{ code: 131051 }],
    unsupported: { type: subtype },
  };
  expect(await arrivals.arrive({ from: phone, ...unsupported })).toMatchObject({
    outcome: "stored",
    handling,
  });
});
