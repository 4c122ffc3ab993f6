import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordTemplate } from "../../../shared/templates/queries/message-templates.ts";
import { recordKeptDraft } from "../../../shared/conversations/queries/kept-drafts.ts";
import { findMessage } from "../../../shared/conversations/queries/messages.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
const path = `/tenants/${acme.id}/messaging`;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  const body = (text: string) => [{ type: "BODY", text }];
  await template("we_are_back", { components: body("We are back.") });
  await template("with_name", { components: body("Hello {{1}}, we are back.") });
  await template("waiting", { status: "PENDING", components: body("We are back.") });
  await template("code", { category: "AUTHENTICATION", components: body("Your code.") });
});
afterAll(async () => api.close());

async function template(name: string, more: { status?: string; category?: string; components: object[] }) {
  const told = { name, language: "en", category: "UTILITY", status: "APPROVED", ...more };
  await inTenant(api.database.db, acme.id, async (trx) =>
    recordTemplate(trx, acme.outlet.businessAccountId, told, new Date()),
  );
}

const set = async (name: string) =>
  api.as("admin", "PUT", path, { windowTemplate: { name, language: "en" } });

describe("the template that takes a message's place", () => {
  test("is taken when it can be sent to anybody as it is", async () => {
    expect(await set("we_are_back")).toMatchObject({ status: 200 });
  });

  test.each([
    ["no_such", /sync/],
    ["with_name", /fill in/],
    ["waiting", /template-pending/],
    ["code", /passwords/],
  ])("is refused when it cannot: %s", async (name, why) => {
    expect(await set(name)).toMatchObject({
      status: 400,
      body: { errors: [{ field: "windowTemplate", message: expect.stringMatching(why) }] },
    });
  });

  test("lets a person's words be queued out of the window, and no key's", async () => {
    await set("we_are_back");
    const chat = await createChat(api.database.db, acme);
    const message = { type: "text", text: "Your tent is here." };
    const to = { contactId: chat.contactId };
    const place = { tenantId: acme.id, outletId: acme.outlet.id };
    expect((await api.as("agent", "POST", "/messages", { ...place, to, message })).status).toBe(202);
  });
});

test("what was kept is shown, sent once, or discarded", async () => {
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("Hello?");
  const to = { contactId: chat.contactId };
  const place = { tenantId: acme.id, outletId: acme.outlet.id, to };
  const kept = `/conversations/${chat.conversationId}/kept-drafts`;
  for (const text of ["Your tent is here.", "Still there?"]) {
    const { body } = await api.as("agent", "POST", "/messages", {
      ...place,
      message: { type: "text", text },
    });
    await inTenant(api.database.db, acme.id, async (trx) => {
      const message = await findMessage(trx, body.id);
      if (message !== undefined) await recordKeptDraft(trx, message);
    });
  }
  const { body } = await api.as("agent", "GET", kept);
  expect(body.data).toMatchObject([
    { text: "Your tent is here.", isOffered: false },
    { text: "Still there?", isOffered: false },
  ]);
  const [first, second] = body.data;
  const again = { ...place, message: { type: "text", text: "Your tent is here." }, keptDraftId: first?.id };
  expect((await api.as("agent", "POST", "/messages", again)).status).toBe(202);
  expect((await api.as("agent", "POST", "/messages", again)).status).toBe(409);
  expect((await api.as("other", "DELETE", `${kept}/${second?.id}`)).status).toBe(404);
  expect((await api.as("agent", "DELETE", `${kept}/${second?.id}`)).status).toBe(204);
  expect((await api.as("agent", "GET", kept)).body.data).toEqual([]);
  expect((await api.as("other", "GET", kept)).status).toBe(404);
});
