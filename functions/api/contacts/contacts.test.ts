import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockContact } from "../../../shared/contacts/queries/contacts.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

describe("a contact", () => {
  test("is called as people here name it, and by its own name again when they take that back", async () => {
    const { contactId, conversationId, customerWrites } = await createChat(api.database.db, acme);
    await customerWrites("Hi");
    const path = `/contacts/${contactId}`;
    const named = await api.as("agent", "PATCH", path, { name: "Dewi of the bakery" });
    expect(named).toMatchObject({ status: 200, body: { name: "Dewi of the bakery", isBlocked: false } });
    const shown = async () =>
      (await api.as("agent", "GET", `/conversations/${conversationId}`)).body["contact"];
    expect(await shown()).toMatchObject({ name: "Dewi of the bakery" });
    await api.as("agent", "PATCH", path, { name: null });
    expect(await shown()).toMatchObject({ name: null });
  });

  test("that is blocked says so, and is listed among those", async () => {
    const { contactId } = await createChat(api.database.db, acme);
    const before = await api.as("agent", "GET", "/contacts?isBlocked=true");
    await api.as("agent", "PATCH", `/contacts/${contactId}`, { isBlocked: true });
    const blocked = await api.as("agent", "GET", "/contacts?isBlocked=true");
    expect(blocked.body.data.map(({ id }) => id)).toEqual([
      contactId,
      ...before.body.data.map(({ id }) => id),
    ]);
  });

  test("is found by its whole number, however it is written", async () => {
    const { contactId, phone } = await createChat(api.database.db, acme);
    const { body } = await api.as(
      "agent",
      "GET",
      `/contacts?phone=${encodeURIComponent(`+${phone.slice(0, 2)} ${phone.slice(2)}`)}`,
    );
    expect(body.data.map(({ id }) => id)).toEqual([contactId]);
  });

  test("is changed only as it was read, and a change that changes nothing is none", async () => {
    const { contactId } = await createChat(api.database.db, acme);
    const path = `/contacts/${contactId}`;
    const first = await api.as("agent", "PATCH", path, { name: "Budi" });
    const same = await api.as("agent", "PATCH", path, { name: "Budi" });
    expect(same.body).toEqual(first.body);
    const stale = { "if-match": `"${first.body.version - 1}"` };
    expect((await api.as("agent", "PATCH", path, { name: "Ani" }, stale)).status).toBe(412);
    const entries = await api.database.adminDb
      .selectFrom("audit_log")
      .select(["action", "after"])
      .where("subject_id", "=", contactId)
      .execute();
    expect(entries).toEqual([{ action: "contact.update", after: { isNamed: true } }]);
  });

  test("of another tenant is not found, and groups are no contacts", async () => {
    const { contactId } = await createChat(api.database.db, globex);
    expect((await api.as("agent", "GET", `/contacts/${contactId}`)).status).toBe(404);
    expect((await api.as("agent", "PATCH", `/contacts/${contactId}`, { isBlocked: true })).status).toBe(404);
    await api.database.adminDb
      .insertInto("contacts")
      .values({ tenant_id: acme.id, group_id: "g1" })
      .execute();
    const { body } = await api.as("agent", "GET", "/contacts?limit=100");
    expect(body.data.every(({ phone, username }) => phone !== null || username !== null)).toBe(true);
  });

  test("keeps its name when it turns out to be the same as another", async () => {
    const ids = { businessScopedUserId: "ID.named", phone: "628990001111" };
    const first = await createChat(api.database.db, acme, { phone: ids.phone });
    await createChat(api.database.db, acme, { businessScopedUserId: ids.businessScopedUserId });
    await api.as("agent", "PATCH", `/contacts/${first.contactId}`, { name: "Dewi" });
    const one = await inTenant(api.database.db, acme.id, async (trx) => lockContact(trx, ids));
    expect((await api.as("agent", "GET", `/contacts/${one.id}`)).body).toMatchObject({ name: "Dewi" });
  });
});
