import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { loadOutletAccess } from "../../../shared/outlets/outlet-access.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const nowhere = "01900000-0000-7000-8000-0000000fffff";
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

let serial = 0;
function newOutlet(more: Record<string, unknown> = {}): Record<string, unknown> {
  serial += 1;
  return {
    tenantId: acme.id,
    name: "Acme Jakarta",
    wabaPhoneNumber: "+62 812-3456-7890",
    wabaPhoneNumberId: `30000000${serial}`,
    wabaBusinessAccountId: "102290129340398",
    wabaAccessToken: "EAAG-not-a-token-of-anybody-1234",
    ...more,
  };
}

describe("creating an outlet", () => {
  test("keeps one whose token WhatsApp refuses, as unverified, and says plainly what is wrong", async () => {
    const created = await api.as("admin", "POST", "/outlets", newOutlet());
    expect(created).toMatchObject({
      status: 201,
      body: {
        tenantId: acme.id,
        wabaPhoneNumber: "+6281234567890",
        status: "unverified",
        statusReason: expect.stringMatching(/^[a-z-]+$/),
        statusMessage: expect.stringMatching(/token/i),
        wabaAccessTokenLast4: "1234",
        wabaAccessTokenSetAt: expect.any(String),
      },
    });
    expect((await api.as("viewer", "GET", `/outlets/${created.body.id}`)).body).toEqual(created.body);
  });

  test("makes one whose token works active, with what WhatsApp tells of its number", async () => {
    await api.as("admin", "DELETE", `/outlets/${acme.outlet.id}`);
    const created = await api.as(
      "admin",
      "POST",
      "/outlets",
      newOutlet({
        wabaPhoneNumberId: acme.outlet.phoneNumberId,
        wabaAccessToken: acme.outlet.accessToken,
      }),
    );
    expect(created.body).toMatchObject({
      status: "active",
      statusReason: null,
      verifiedName: acme.name,
      displayPhoneNumber: acme.outlet.displayPhoneNumber,
      qualityRating: "GREEN",
      throughputLevel: "STANDARD",
    });
  });

  test("never gives the token back, in no answer and not in the audit log, and stores it encrypted", async () => {
    const token = "EAAG-very-secret-token-9876";
    const created = await api.as("admin", "POST", "/outlets", newOutlet({ wabaAccessToken: token }));
    const changed = await api.as("admin", "PUT", `/outlets/${created.body.id}`, {
      wabaAccessToken: `${token}-new`,
    });
    const log = await api.as("admin", "GET", "/audit-log?subjectType=outlet");
    for (const { text } of [created, changed, log]) expect(text).not.toContain("very-secret");
    expect(api.services.lines.map((line) => JSON.stringify(line)).join("\n")).not.toContain("very-secret");
    const row = await api.database.adminDb
      .selectFrom("outlets")
      .selectAll()
      .where("id", "=", created.body.id)
      .executeTakeFirstOrThrow();
    expect(row.access_token_ciphertext?.toString("latin1")).not.toContain("very-secret");
    // It opens only with the tenant's key: the row itself proves nothing but that it is there.
    const access = await inTenant(api.database.db, acme.id, async (trx) =>
      loadOutletAccess(trx, api.services.tokens, acme.id, created.body.id),
    );
    expect(access).toEqual({ kind: "held", reason: "unverified" });
  });

  test("shows nothing of a short token", async () => {
    const created = await api.as("admin", "POST", "/outlets", newOutlet({ wabaAccessToken: "EAAG123" }));
    expect(created.body).toMatchObject({
      wabaAccessTokenLast4: null,
      wabaAccessTokenSetAt: expect.any(String),
    });
  });

  test("with a number id that the tenant has is a conflict that names the field", async () => {
    const outlet = newOutlet();
    await api.as("admin", "POST", "/outlets", outlet);
    const taken = await api.as("admin", "POST", "/outlets", outlet);
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ field: "wabaPhoneNumberId" }] } });
  });

  test("with a number id of another tenant's says no more than with one that nobody has", async () => {
    const wabaPhoneNumberId = globex.outlet.phoneNumberId;
    const typed = await api.as("admin", "POST", "/outlets", newOutlet({ wabaPhoneNumberId }));
    expect(typed).toMatchObject({ status: 201, body: { status: "unverified" } });
    const unknown = await api.as("admin", "POST", "/outlets", newOutlet());
    for (const { body } of [typed, unknown]) expect(body["statusReason"]).toBe(typed.body["statusReason"]);
  });

  test.each([
    ["wabaPhoneNumber", "081234567890"],
    ["wabaPhoneNumber", "+999123"],
    ["wabaPhoneNumber", "+62 (call me) 812-3456-7890"],
    ["wabaPhoneNumberId", "abc"],
    ["wabaAccessToken", "two words"],
    ["tenantId", "acme"],
    ["name", undefined],
  ])("with a wrong %s (%j) says which field", async (field, value) => {
    const refused = await api.as("admin", "POST", "/outlets", newOutlet({ [field]: value }));
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid", errors: [{ field }] } });
  });

  test("is for admins, in their own tenant", async () => {
    expect((await api.ask("POST", "/api/v1/outlets", { body: newOutlet() })).status).toBe(401);
    expect((await api.as("agent", "POST", "/outlets", newOutlet())).status).toBe(403);
    expect((await api.as("other", "POST", "/outlets", newOutlet())).status).toBe(404);
    expect((await api.as("operator", "POST", "/outlets", newOutlet({ tenantId: nowhere }))).status).toBe(404);
    expect((await api.as("operator", "POST", "/outlets", newOutlet())).status).toBe(201);
  });
});

describe("reading outlets", () => {
  test("shows another tenant's as not there, by id and by tenant", async () => {
    expect((await api.as("admin", "GET", `/outlets/${globex.outlet.id}`)).status).toBe(404);
    expect((await api.as("admin", "GET", `/outlets/tenant/${globex.id}`)).status).toBe(404);
    expect((await api.as("admin", "GET", `/outlets?tenantId=${globex.id}`)).status).toBe(404);
    const own = await api.as("viewer", "GET", "/outlets?limit=100");
    expect(new Set(own.body.data.map((outlet) => outlet["tenantId"]))).toEqual(new Set([acme.id]));
    expect((await api.as("viewer", "GET", `/outlets/tenant/${acme.id}?limit=100`)).body).toEqual(own.body);
  });

  test("gives an operator those of all tenants, page by page, each once", async () => {
    expect((await api.as("operator", "GET", `/outlets/${globex.outlet.id}`)).body).toMatchObject({
      tenantId: globex.id,
    });
    const { rows } = {
      rows: await api.database.adminDb
        .selectFrom("outlets")
        .select("id")
        .orderBy("tenant_id")
        .orderBy("id")
        .execute(),
    };
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.as(
        "operator",
        "GET",
        `/outlets?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      paged.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(rows.map(({ id }) => id));
  });

  test("can be narrowed to a status", async () => {
    const found = await api.as("admin", "GET", "/outlets?status=unverified&limit=100");
    expect(found.body.data.length).toBeGreaterThan(0);
    expect(new Set(found.body.data.map(({ status }) => status))).toEqual(new Set(["unverified"]));
    expect((await api.as("admin", "GET", "/outlets?status=lost")).status).toBe(400);
  });
});

describe("changing an outlet", () => {
  test("with a token that works mends it, and sends what it held", async () => {
    const path = `/outlets/${globex.outlet.id}`;
    const broken = await api.as("other", "PUT", `${path}?force=true&reason=test`, {
      wabaAccessToken: "not-the-token-anymore",
    });
    expect(broken.body).toMatchObject({ status: "paused", statusReason: expect.any(String) });
    const chat = await createChat(api.database.db, globex);
    await chat.customerWrites("Halo?");
    const messageId = await chat.queueReply("Halo!");
    const mended = await api.as("other", "PUT", path, { wabaAccessToken: globex.outlet.accessToken });
    expect(mended.body).toMatchObject({ status: "active", statusReason: null, statusMessage: null });
    expect(api.services.bus.of("message.queued").map(({ data }) => data.messageId)).toContain(messageId);
  });

  test("can disable it, which no check undoes, until it is asked to be active again", async () => {
    const path = `/outlets/${globex.outlet.id}`;
    expect((await api.as("other", "PUT", path, { status: "disabled" })).body).toMatchObject({
      status: "disabled",
    });
    const checked = await api.as("other", "PUT", path, { wabaAccessToken: globex.outlet.accessToken });
    expect(checked.body).toMatchObject({ status: "disabled" });
    expect((await api.as("other", "PUT", path, { status: "active" })).body).toMatchObject({
      status: "active",
    });
  });

  test("is refused when it was meant for an older version", async () => {
    const stale = await api.as(
      "other",
      "PUT",
      `/outlets/${globex.outlet.id}`,
      { name: "Late" },
      { "if-match": '"1"' },
    );
    expect(stale.status).toBe(412);
  });

  test("is an admin's, and not of another's outlet", async () => {
    const path = `/outlets/${globex.outlet.id}`;
    expect((await api.as("agent", "PUT", path, { name: "X" })).status).toBe(403);
    expect((await api.as("admin", "PUT", path, { name: "X" })).status).toBe(404);
    expect((await api.as("admin", "PUT", path, { name: 5 })).status).toBe(400);
    expect((await api.ask("PUT", `/api/v1${path}`, { body: { name: "X" } })).status).toBe(401);
  });
});

describe("deleting an outlet", () => {
  test("removes one that was not used", async () => {
    const { body } = await api.as("admin", "POST", "/outlets", newOutlet());
    const path = `/outlets/${body.id}`;
    expect((await api.as("agent", "DELETE", path)).status).toBe(403);
    expect((await api.as("other", "DELETE", path)).status).toBe(404);
    expect((await api.as("admin", "DELETE", path, undefined, { "if-match": '"7"' })).status).toBe(412);
    expect((await api.as("admin", "DELETE", path)).status).toBe(204);
    expect((await api.as("admin", "GET", path)).status).toBe(404);
    expect((await api.as("admin", "DELETE", path)).status).toBe(404);
  });

  test("leaves one with conversations, and says what to do instead", async () => {
    const refused = await api.as("other", "DELETE", `/outlets/${globex.outlet.id}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "conflict", detail: expect.stringContaining("disable") },
    });
    expect((await api.as("other", "GET", `/outlets/${globex.outlet.id}`)).status).toBe(200);
  });
});
