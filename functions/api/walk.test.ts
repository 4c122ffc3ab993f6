import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { auditActions } from "../../shared/tenants/rules/audit-actions.ts";
import { permissions, type Permission, scopes } from "../../shared/tenants/rules/permissions.ts";
import { expectSane } from "./testing/expect-sane.ts";
import { forgeToken } from "./testing/forge-token.ts";
import { hostileBodies, hostileTexts, wrongValues } from "./testing/hostile.ts";
import { type JsonSchema, listOperations, type Operation } from "./testing/operations.ts";
import { type Answer, type Asker, createTestApi, type TestApi, testProject } from "./testing/test-api.ts";
import {
  validRequest,
  walkedAccessId,
  walkedAnswerId,
  walkedCannedReplyId,
  walkedDocumentId,
  walkedContactId,
  walkedConversationId,
  walkedKeyId,
  walkedMessageId,
  walkedNoteId,
  walkedQuestionId,
  walkedTagId,
  walkedTemplateId,
  type WalkRequest,
} from "./testing/walk-requests.ts";

// Every route of the OpenAPI document, as everybody and with everything. A new route is walked as soon as it is there.
const [acme, globex] = seedData;
const [admin] = acme.users;
const operations = listOperations();
const named = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);
const nowhere = "01900000-0000-7000-8000-0000000fffff";

let api: TestApi;
let scopelessKey: string;
let ableKey: string;
let access: Record<string, string>;

beforeAll(async () => {
  api = await createTestApi();
  const made = await api.as("admin", "POST", "/api-keys", {
    tenantId: acme.id,
    name: "Walk",
    scopes: ["audit-log:read"],
  });
  scopelessKey = made.body.secret;
  const able = { tenantId: acme.id, name: "Able", scopes };
  ableKey = (await api.as("admin", "POST", "/api-keys", able)).body.secret;
  access = await api.openAccess(acme.id);
  await api.database.adminDb
    .insertInto("tenant_accesses")
    .values({
      id: walkedAccessId,
      tenant_id: acme.id,
      operator_uid: "another-operator",
      reason: "Walk",
      expires_at: new Date(Date.now() + 1_800_000),
    })
    .execute();
  // Another one, for the walk gives it other secrets and owners.
  const walked = { tenantId: acme.id, name: "Walked", scopes: ["audit-log:read"] };
  await api.database.adminDb
    .updateTable("api_keys")
    .set({ id: walkedKeyId })
    .where("id", "=", (await api.as("admin", "POST", "/api-keys", walked)).body.id)
    .execute();
  await api.database.adminDb
    .insertInto("documents")
    .values({
      id: walkedDocumentId,
      tenant_id: acme.id,
      knowledge_base_id: acme.knowledgeBase.id,
      name: "walk.md",
      content_type: "text/markdown",
      size_bytes: 1,
      bucket: "test-documents",
      object_name: `tenants/${acme.id}/documents/${walkedDocumentId}/walk.md`,
      object_generation: 1,
    })
    .execute();
  await api.database.adminDb
    .insertInto("contacts")
    .values({ id: walkedContactId, tenant_id: acme.id, phone: "6281100000001" })
    .execute();
  await api.database.adminDb
    .insertInto("conversations")
    .values({
      id: walkedConversationId,
      tenant_id: acme.id,
      outlet_id: acme.outlet.id,
      contact_id: walkedContactId,
    })
    .execute();
  await api.database.adminDb
    .insertInto("notes")
    .values({
      id: walkedNoteId,
      tenant_id: acme.id,
      conversation_id: walkedConversationId,
      author_user_id: admin?.id ?? "",
      body: "Prefers to be called",
    })
    .execute();
  await api.database.adminDb
    .insertInto("tags")
    .values({ id: walkedTagId, tenant_id: acme.id, name: "Wholesale" })
    .execute();
  await api.database.adminDb
    .insertInto("canned_replies")
    .values({ id: walkedCannedReplyId, tenant_id: acme.id, shortcut: "hours", body: "Until six." })
    .execute();
  const chat = await createChat(api.database.db, acme);
  const { id: messageId } = await chat.customerWrites("hello");
  await api.database.adminDb
    .updateTable("messages")
    .set({ id: walkedMessageId })
    .where("id", "=", messageId)
    .execute();
  await api.database.adminDb
    .insertInto("unanswered_questions")
    .values({
      id: walkedQuestionId,
      tenant_id: acme.id,
      message_id: walkedMessageId,
      question: "Do you ship?",
      cluster_key: "ship",
      reason: "no-answer",
    })
    .execute();
  await api.database.adminDb
    .insertInto("playground_answers")
    .values({ id: walkedAnswerId, tenant_id: acme.id, question: "Do you ship?", outcome: "canceled" })
    .execute();
  await api.database.adminDb
    .insertInto("message_templates")
    .values({
      id: walkedTemplateId,
      tenant_id: acme.id,
      waba_business_account_id: acme.outlet.businessAccountId,
      name: "walk",
      language: "en",
      category: "UTILITY",
      status: "APPROVED",
    })
    .execute();
});
afterAll(async () => api.close());

async function send(
  operation: Operation,
  token: string | undefined,
  request: WalkRequest,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return api.ask(operation.method, request.path, { token, body: request.body, headers });
}

/** Whoever the permission lets in, with the fewest rights beyond. */
function tokenFor(operation: Operation): string {
  const roles: readonly string[] = permissions[operation.permission as Permission].roles;
  return roles.includes("admin") ? api.tokens.admin : api.tokens.operator;
}

/** All that is Acme's, to see that nothing of it has changed. */
async function acmeRows(): Promise<unknown> {
  const { adminDb } = api.database;
  const of = async (table: "outlets" | "users" | "api_keys") =>
    adminDb.selectFrom(table).selectAll().where("tenant_id", "=", acme.id).orderBy("id").execute();
  return [
    await adminDb.selectFrom("tenants").selectAll().where("id", "=", acme.id).execute(),
    await of("outlets"),
    await of("users"),
    (await of("api_keys")).map((row) => ({ ...row, last_used_at: null })),
  ];
}

test("there are routes to walk, and each declares a permission that the table knows", () => {
  expect(operations.length).toBeGreaterThanOrEqual(24);
  for (const { method, path, permission } of operations) {
    expect(Object.keys(permissions), `${method} ${path}`).toContain(permission);
  }
});

describe.each(named)("%s", (_name, operation) => {
  test("is answered with 401 to whoever is not signed in, and changes nothing", async () => {
    const before = await acmeRows();
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: admin?.firebaseUid, user_id: admin?.firebaseUid, tenantId: acme.id, role: "admin" };
    const strangers = {
      "no token": undefined,
      "a malformed token": "eyJhbGciOiJub25lIn0.e30",
      "an expired token": forgeToken(testProject, { ...claims, exp: now - 1 }),
      "another project's token": forgeToken("another-project", claims),
      "a key that nobody made": `crm_${"0".repeat(12)}_${"0".repeat(43)}`,
    };
    for (const [who, token] of Object.entries(strangers)) {
      const answer = await send(operation, token, validRequest(operation));
      expectSane(answer, who);
      expect(answer.status, who).toBe(401);
    }
    expect(await acmeRows()).toEqual(before);
  });

  test("lets in whom the document names, and answers everybody else with 403", async () => {
    const askers = {
      operator: { token: api.tokens.operator },
      "operator during an access": { token: api.tokens.operator, headers: access },
      admin: { token: api.tokens.admin },
      agent: { token: api.tokens.agent },
      viewer: { token: api.tokens.viewer },
      "API key": { token: ableKey },
    };
    const allowed = new Set(operation.allowed);
    // What an operator always may, it may during an access too.
    if (allowed.has("operator")) allowed.add("operator during an access");
    const letIn = [];
    for (const [who, { token, ...more }] of Object.entries(askers)) {
      const request = validRequest(operation, { id: nowhere, accessId: nowhere, tenantId: nowhere });
      const answer = await send(operation, token, request, "headers" in more ? more.headers : {});
      expectSane(answer, who);
      expect(answer.status, who).not.toBe(401);
      if (answer.status !== 403) letIn.push(who);
    }
    expect(letIn.toSorted()).toEqual([...allowed].toSorted());
  });

  test("is 403 to those whose role or scope does not let them, and changes nothing", async () => {
    const rule = permissions[operation.permission as Permission];
    const roles: readonly string[] = rule.roles;
    const askers: readonly Asker[] = ["admin", "agent", "viewer"];
    const refused = askers
      .filter((asker) => !roles.includes(asker))
      .map((asker) => [asker, api.tokens[asker]] as const);
    const keyIsRefused = operation.permission !== "audit-log:read";
    const before = await acmeRows();
    for (const [who, token] of [
      ...refused,
      ...(keyIsRefused ? [["a key without the scope", scopelessKey] as const] : []),
    ]) {
      const answer = await send(operation, token, validRequest(operation));
      expectSane(answer, who);
      expect(answer.status, who).toBe(403);
    }
    expect(await acmeRows()).toEqual(before);
  });

  test("shows another tenant's admin nothing of this one's, and lets it change nothing", async () => {
    const roles: readonly string[] = permissions[operation.permission as Permission].roles;
    const before = await acmeRows();
    const answer = await send(operation, api.tokens.other, validRequest(operation));
    expectSane(answer, "another tenant's admin");
    const fields = Object.keys(operation.body?.properties ?? {});
    const namesAcme =
      operation.path.includes("{") || fields.includes("tenantId") || fields.includes("outletId");
    // What names nothing of this tenant's is done for the other's own.
    const expected = !roles.includes("admin") ? [403] : namesAcme ? [404] : [200, 201];
    expect(expected).toContain(answer.status);
    for (const secret of [
      acme.id,
      acme.slug,
      acme.name,
      acme.outlet.id,
      acme.outlet.phoneNumber,
      walkedKeyId,
      ...acme.users.map(({ email }) => email),
    ]) {
      expect(answer.text).not.toContain(secret);
    }
    expect(await acmeRows()).toEqual(before);
  });

  test("names every field that is missing, and takes none that is of a wrong type for more than it is", async () => {
    const token = tokenFor(operation);
    for (const field of operation.body?.required ?? []) {
      const request = validRequest(operation);
      const { [field]: _, ...rest } = request.body ?? {};
      const answer = await send(operation, token, { ...request, body: rest });
      expectSane(answer, `without ${field}`);
      expect(answer, `without ${field}`).toMatchObject({
        status: 400,
        body: { code: "invalid", errors: [{ field }] },
      });
    }
    for (const field of Object.keys(operation.body?.properties ?? {})) {
      for (const value of wrongValues) {
        const request = validRequest(operation);
        const answer = await send(operation, token, {
          ...request,
          body: { ...request.body, [field]: value },
        });
        const what = `${field} = ${JSON.stringify(value)}`;
        expectSane(answer, what);
        const isRequired = operation.body?.required?.includes(field) === true;
        const isOfType = typesOf(operation.body?.properties?.[field]).includes(typeOf(value));
        if (isRequired && typeof value !== "string" && !isOfType && field !== "llmTone")
          expect(answer.status, what).toBe(400);
      }
    }
  });

  test("refuses by its name a field and a parameter that it does not know", async () => {
    const token = tokenFor(operation);
    const { path, body } = validRequest(operation, { id: nowhere });
    const misspelt = [
      { path: `${path}?foo=bar`, body, in: "query", field: "foo" },
      ...(body === undefined ? [] : [{ path, body: { ...body, nmae: "x" }, in: "body", field: "nmae" }]),
    ];
    for (const { field, in: place, ...request } of misspelt) {
      const answer = await send(operation, token, request);
      expect(answer, place).toMatchObject({ status: 400, body: { code: "invalid" } });
      expect(answer.body.errors).toContainEqual(
        expect.objectContaining({ field, in: place, code: "unknown" }),
      );
    }
  });

  test("stands hostile texts in every field, parameter and header", async () => {
    const token = tokenFor(operation);
    for (const [what, text] of Object.entries(hostileTexts)) {
      for (const field of Object.keys(operation.body?.properties ?? {})) {
        const request = validRequest(operation);
        expectSane(
          await send(operation, token, { ...request, body: { ...request.body, [field]: text } }),
          `${what} in ${field}`,
        );
      }
      const tones = { [text]: text, tone: text };
      if (operation.body?.properties?.["llmTone"] !== undefined) {
        const request = validRequest(operation);
        expectSane(
          await send(operation, token, { ...request, body: { ...request.body, llmTone: tones } }),
          `${what} in a tone`,
        );
      }
      for (const { name, in: place } of operation.parameters) {
        // Half a surrogate pair cannot stand in a URL, and a header takes none of the rest.
        const sane = encodeURIComponent(text.toWellFormed());
        if (place === "path" && text !== "") {
          const request = validRequest(operation, { [name]: text.toWellFormed() });
          expectSane(await send(operation, token, request), `${what} in the path's ${name}`);
        }
        if (place === "query") {
          const { path, body } = validRequest(operation, { id: nowhere });
          expectSane(
            await send(operation, token, { path: `${path}?${name}=${sane}`, body }),
            `${what} as ${name}`,
          );
        }
        if (place === "header") {
          const request = validRequest(operation, { id: nowhere });
          expectSane(
            await send(operation, token, request, { [name]: sane.slice(0, 4_000) }),
            `${what} in ${name}`,
          );
        }
      }
    }
  });

  test("stands hostile bodies, and one that is too long", async () => {
    const token = tokenFor(operation);
    const { path } = validRequest(operation, { id: nowhere });
    for (const [what, body] of Object.entries(hostileBodies)) {
      const answer = await api.ask(operation.method, path, {
        token,
        ...(operation.method === "GET" ? {} : { body }),
      });
      expectSane(answer, what);
      if (operation.body !== undefined) expect(answer.status, what).toBeGreaterThanOrEqual(400);
    }
    if (operation.method !== "GET") {
      const answer = await api.ask(operation.method, path, {
        token,
        body: JSON.stringify({ name: "x".repeat(300_000) }),
      });
      expectSane(answer, "a body that is too long");
      expect(answer.status).toBe(413);
    }
    expect("isPolluted" in {}).toBe(false);
  });
});

test("the audit log tells of nothing on the whole walk that it cannot be filtered by", async () => {
  const told = await api.database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .distinct()
    // What is done to the platform itself is no tenant's to read.
    .where("tenant_id", "is not", null)
    .execute();
  expect(told.length).toBeGreaterThan(10);
  for (const { action } of told) expect(auditActions).toContain(action);
});

test("on the whole walk nothing went wrong on our side, and nothing of the other tenant changed", async () => {
  const bugs = api.services.lines.filter(({ status }) => Number(status) >= 500);
  expect(bugs).toEqual([]);
  const { adminDb } = api.database;
  const others = await adminDb
    .selectFrom("users")
    .select("id")
    .where("tenant_id", "=", globex.id)
    .orderBy("id")
    .execute();
  expect(others.map(({ id }) => id)).toEqual(globex.users.map(({ id }) => id));
});

function typesOf(schema: JsonSchema | undefined): string[] {
  const own = schema?.type === undefined ? [] : [schema.type].flat();
  return [...own, ...(schema?.anyOf ?? []).flatMap(typesOf)];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
