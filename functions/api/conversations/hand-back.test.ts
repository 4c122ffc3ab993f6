import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handOver } from "../../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

describe("giving a conversation back", () => {
  test("has what waits answered at once", async () => {
    const chat = await withHuman();
    const { id } = await chat.customerWrites("Anybody there?");
    expect(await api.as("agent", "POST", `/conversations/${chat.conversationId}/hand-back`)).toMatchObject({
      status: 200,
      body: { id: chat.conversationId, handledBy: "bot", isAnswering: true },
    });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", assigned_user_id: null });
    expect(api.services.bus.of("reply.requested").at(-1)).toMatchObject({ data: { messageId: id } });
  });

  test("is refused when the bot has it already", async () => {
    const chat = await createChat(api.database.db, acme);
    const path = `/conversations/${chat.conversationId}/hand-back`;
    expect((await api.as("agent", "POST", path)).status).toBe(409);
  });

  test("is for the tenant's agents and admins alone", async () => {
    const { conversationId } = await withHuman();
    const path = `/conversations/${conversationId}/hand-back`;
    expect((await api.as("viewer", "POST", path)).status).toBe(403);
    expect((await api.as("operator", "POST", path)).status).toBe(403);
    expect((await api.as("other", "POST", path)).status).toBe(404);
    expect((await api.ask("POST", `/api/v1${path}`)).status).toBe(401);
    expect((await api.as("agent", "POST", "/conversations/not-an-id/hand-back")).status).toBe(400);
  });

  test("another tenant's stays as it is", async () => {
    const chat = await withHuman(globex);
    await api.as("agent", "POST", `/conversations/${chat.conversationId}/hand-back`);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });
});

describe("that a bot writes", () => {
  const path = `/tenants/${acme.id}/disclosure`;

  test("is said by default, and in the tenant's own words where it has some", async () => {
    expect((await api.as("viewer", "GET", path)).body).toEqual({ isOn: true, text: null, offReason: null });
    const changed = await api.as("admin", "PUT", path, { isOn: true, text: "Tenty writes here." });
    expect(changed.body).toEqual({ isOn: true, text: "Tenty writes here.", offReason: null });
  });

  test("is switched off only by an admin, with a reason, which the audit log keeps", async () => {
    expect((await api.as("admin", "PUT", path, { isOn: false })).status).toBe(400);
    const off = { isOn: false, offReason: "Our shop's page says it already." };
    expect((await api.as("agent", "PUT", path, off)).status).toBe(403);
    expect((await api.as("operator", "PUT", path, off)).status).toBe(403);
    expect((await api.as("other", "PUT", path, off)).status).toBe(404);
    expect((await api.as("admin", "PUT", path, off)).body).toMatchObject(off);
    const { body } = await api.as("admin", "GET", `/audit-log?tenantId=${acme.id}&limit=1`);
    expect(body.data[0]).toMatchObject({
      action: "tenant.switch-off-disclosure",
      after: { offReason: off.offReason },
    });
  });
});

async function withHuman(tenant: (typeof seedData)[number] = acme): Promise<Chat> {
  const chat = await createChat(api.database.db, tenant);
  await chat.customerWrites("I want to talk to a person.");
  await inTenant(api.database.db, tenant.id, async (trx) =>
    handOver(trx, chat.conversationId, { code: "asked-for-human", reason: "asked" }),
  );
  return chat;
}
