import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type Asker, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const path = `/tenants/${acme.id}`;
const key = () => ({ "idempotency-key": randomUUID() });
const newTenant = (slug: string) => ({ name: "Kopi", slug, contactEmail: "owner@kopi.example" });

async function versionNow(): Promise<number> {
  return (await api.as("admin", "GET", path)).body.version;
}

describe.each(["admin", "operator"] as const)("a write of an %s with an Idempotency-Key", (asker: Asker) => {
  test("is done once, and its repetition answered alike", async () => {
    const headers = key();
    const before = await versionNow();
    const first = await api.as(asker, "PUT", path, { name: "Once" }, headers);
    const again = await api.as(asker, "PUT", path, { name: "Once" }, headers);
    expect(first).toMatchObject({ status: 200, body: { version: before + 1 } });
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
    expect(await versionNow()).toBe(before + 1);
  });

  test("at once by many is done once", async () => {
    const headers = key();
    const before = await versionNow();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => api.as(asker, "PUT", path, { name: "At once" }, headers)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(new Set(statuses).difference(new Set([200, 409]))).toEqual(new Set());
    expect(await versionNow()).toBe(before + 1);
  });

  test("under the key of another request is refused with 422", async () => {
    const headers = key();
    await api.as(asker, "PUT", path, { name: "This" }, headers);
    for (const other of [
      await api.as(asker, "PUT", path, { name: "That" }, headers),
      await api.as(asker, "PUT", `${path}/llm-config`, { name: "This" }, headers),
    ]) {
      expect(other).toMatchObject({ status: 422, body: { code: "idempotency-mismatch" } });
    }
  });

  test("has kept its answer once its work is committed, so that a crash in between repeats nothing", async () => {
    const headers = key();
    const { adminDb } = api.database;
    // What the transaction of the work holds, seen by its own trigger at the moment of the commit.
    await sql`create or replace function note_reply() returns trigger language plpgsql security definer as $$ begin
      if (select status from idempotency_keys where key = ${sql.lit(headers["idempotency-key"])}) is null
      then raise exception 'the answer is not kept yet'; end if; return null; end $$`.execute(adminDb);
    await sql`create constraint trigger note_reply after update on tenants deferrable initially deferred
      for each row execute function note_reply()`.execute(adminDb);
    try {
      expect((await api.as(asker, "PUT", path, { name: "With it" }, headers)).status).toBe(200);
    } finally {
      await sql`drop trigger note_reply on tenants`.execute(adminDb);
    }
  });

  test("that failed may be tried again", async () => {
    const headers = key();
    const stale = { ...headers, "if-match": '"0"' };
    expect((await api.as(asker, "PUT", path, { name: "Again" }, stale)).status).toBe(412);
    expect((await api.as(asker, "PUT", path, { name: 1 }, headers)).status).toBe(400);
    expect((await api.as(asker, "PUT", path, { name: "Again" }, headers)).status).toBe(200);
  });
});

describe("an Idempotency-Key", () => {
  test("of a POST that only asks is answered alike as well", async () => {
    const headers = key();
    const ask = async () =>
      api.as(
        "admin",
        "POST",
        `/knowledge-bases/${acme.knowledgeBase.id}/search`,
        { question: "Hi?" },
        headers,
      );
    expect((await ask()).status).toBe(200);
    const again = await ask();
    expect(again.status).toBe(200);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  test("is each principal's own", async () => {
    const headers = key();
    expect((await api.as("operator", "PUT", path, { name: "Mine" }, headers)).status).toBe(200);
    const other = await api.as("admin", "PUT", path, { name: "Mine too" }, headers);
    expect(other).toMatchObject({ status: 200, body: { name: "Mine too" } });
  });

  test("makes one tenant of a creation that is repeated", async () => {
    const headers = key();
    const first = await api.as("operator", "POST", "/tenants", newTenant("only-once"), headers);
    const again = await api.as("operator", "POST", "/tenants", newTenant("only-once"), headers);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
  });

  test("answers a repeated deletion as the first", async () => {
    const headers = key();
    const { body } = await api.as("admin", "POST", "/users", {
      tenantId: acme.id,
      email: "short@acme.example",
      role: "viewer",
    });
    expect((await api.as("admin", "DELETE", `/users/${body.id}`, undefined, headers)).status).toBe(204);
    expect((await api.as("admin", "DELETE", `/users/${body.id}`, undefined, headers)).status).toBe(204);
    expect((await api.as("admin", "DELETE", `/users/${body.id}`)).status).toBe(404);
  });

  test("of a try that died is free again after its minute, and refused until then", async () => {
    const headers = key();
    const row = () =>
      api.database.adminDb.updateTable("idempotency_keys").where("key", "=", headers["idempotency-key"]);
    await api.as("admin", "PUT", path, { name: "Died" }, headers);
    await row()
      .set({ status: null, body: null, locked_until: new Date(Date.now() + 60_000) })
      .execute();
    const early = await api.as("admin", "PUT", path, { name: "Died" }, headers);
    expect(early).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(early.headers.get("retry-after")).toBe("1");
    await row()
      .set({ locked_until: new Date(Date.now() - 1) })
      .execute();
    expect((await api.as("admin", "PUT", path, { name: "Died" }, headers)).status).toBe(200);
  });

  test("is forgotten after a day, with its answer", async () => {
    const headers = key();
    await api.as("admin", "PUT", path, { name: "Old" }, headers);
    const rows = () =>
      api.database.adminDb.updateTable("idempotency_keys").where("key", "=", headers["idempotency-key"]);
    await rows()
      .set({ created_at: new Date(Date.now() - 86_400_000 - 1_000) })
      .execute();
    const before = await versionNow();
    expect((await api.as("admin", "PUT", path, { name: "New" }, headers)).status).toBe(200);
    expect(await versionNow()).toBe(before + 1);
  });

  test.each(["", " ", "x".repeat(256), "ключ"])("of a wrong form (%j) is refused", async (value) => {
    const refused = api.as(
      "admin",
      "PUT",
      path,
      { name: "X" },
      { "idempotency-key": encodeURI(value) === value ? value : "a b" },
    );
    expect(await refused).toMatchObject({ status: 400, body: { errors: [{ field: "Idempotency-Key" }] } });
  });
});
