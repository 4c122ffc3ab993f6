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
  test("hold no client that the function's declaration does not allow", () => {
    const services = createTestServices(webhookFunction, database) as unknown as Record<string, unknown>;
    for (const client of ["db", "platformDb", "whatsapp", "tokens", "llm", "vectors", "objects"]) {
      expect(() => services[client]).toThrow(/webhook does not list [A-Z_]+/);
    }
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
