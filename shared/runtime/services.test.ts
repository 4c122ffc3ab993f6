import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestServices } from "../testing/services.ts";
import { inboundFunction } from "../../functions/inbound/services.ts";
import { webhookFunction } from "../../functions/webhook/services.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

describe("a function's services", () => {
  test("hold the clients that it is composed of, and no other", () => {
    const services = createTestServices(webhookFunction, database);
    expect(Object.keys(services).toSorted()).toEqual(["bus", "close", "config", "lines", "log", "now"]);
  });

  test("are made at their first use, once", () => {
    const services = createTestServices(inboundFunction, {
      appUrl: "postgres://nobody@127.0.0.1:1/none",
      platformUrl: "",
    });
    expect(services.db).toBe(services.db);
  });

  test("connect as the function's role, by the function's name", async () => {
    const services = createTestServices(inboundFunction, database);
    const { rows } =
      await sql`select current_user as role, current_setting('application_name') as name`.execute(
        services.db,
      );
    expect(rows).toEqual([{ role: "crm_inbound", name: "inbound" }]);
    await services.close();
    await expect(sql`select 1`.execute(services.db)).rejects.toThrow();
  });

  test("close without anything having been used", async () => {
    await expect(createTestServices(inboundFunction, database).close()).resolves.toBeUndefined();
  });
});
