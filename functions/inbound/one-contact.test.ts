import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type Arrivals, newPhone, newUserId, openArrivals } from "./testing/arrivals.ts";

const [acme, globex] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => {
  arrivals.services.bus.fail(false);
  arrivals.services.bus.events.splice(0);
});
afterAll(async () => arrivals.close());

describe("a customer", () => {
  test("without a phone is known by user id, and is the same once the phone shows", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await arrivals.say({ from: undefined, from_user_id: userId });
    expect((await arrivals.stored({ business_scoped_user_id: userId })).contacts).toMatchObject([
      { phone: null },
    ]);
    await arrivals.say({ from: phone, from_user_id: userId });
    await arrivals.say({ from: phone });
    await arrivals.say({ from: undefined, from_user_id: userId });
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    expect(contacts).toMatchObject([{ business_scoped_user_id: userId }]);
    expect(conversations).toHaveLength(1);
    expect(messages).toHaveLength(4);
  });

  test("known by phone is the same once the user id shows, also where the phone belongs", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await arrivals.say({ from: phone });
    await arrivals.say({ from: phone, from_user_id: userId });
    await arrivals.say({ from: userId });
    expect((await arrivals.stored({ phone })).messages).toHaveLength(3);
  });

  test("stored twice, by phone and by user id, is one with one history when both show", async () => {
    const [userId, phone] = [newUserId(), newPhone()];
    await arrivals.say({ from: phone });
    await arrivals.say({ from: undefined, from_user_id: userId });
    const { outcome } = await arrivals.say({ from: phone, from_user_id: userId });
    expect(outcome.outcome).toBe("stored");
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    expect(contacts).toMatchObject([{ business_scoped_user_id: userId }]);
    expect(conversations).toMatchObject([{ epoch: 3, status: "open" }]);
    expect(messages).toHaveLength(3);
    expect(messages.every(({ conversation_id: id }) => id === conversations[0]?.id)).toBe(true);
  });

  test("who takes over another's number takes the number, and nothing that the other said", async () => {
    const [before, after, phone] = [newUserId(), newUserId(), newPhone()];
    await arrivals.say({ from: phone, from_user_id: before });
    await arrivals.say({ from: undefined, from_user_id: after });
    await arrivals.say({ from: phone, from_user_id: after });
    expect((await arrivals.stored({ phone })).contacts).toMatchObject([{ business_scoped_user_id: after }]);
    expect((await arrivals.stored({ business_scoped_user_id: before })).contacts).toMatchObject([
      { phone: null },
    ]);
    expect((await arrivals.stored({ business_scoped_user_id: before })).messages).toHaveLength(1);
  });

  test("who writes to two tenants is a contact of each, and neither sees the other's", async () => {
    const phone = newPhone();
    const wamid = `wamid.${randomUUID()}`;
    await Promise.all([
      arrivals.say({ from: phone, id: wamid }),
      arrivals.say(
        { from: phone, id: wamid },
        { phoneNumberId: globex.outlet.phoneNumberId, wabaId: globex.outlet.businessAccountId },
      ),
    ]);
    const { contacts, conversations, messages } = await arrivals.stored({ phone });
    for (const rows of [contacts, conversations, messages]) {
      expect(rows.map(({ tenant_id }) => tenant_id).toSorted()).toEqual([acme.id, globex.id]);
    }
    for (const { tenant_id, contact_id } of messages) {
      expect(contacts.find(({ id }) => id === contact_id)?.tenant_id).toBe(tenant_id);
    }
    const outletIds: Record<string, string> = { [acme.id]: acme.outlet.id, [globex.id]: globex.outlet.id };
    for (const { tenantId, data } of arrivals.services.bus.of("usage.recorded")) {
      expect(data.outletId).toBe(outletIds[tenantId ?? ""]);
    }
  });
});
