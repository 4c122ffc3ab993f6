import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi, testProject } from "./testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

async function operator(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL("operator-cli.ts", import.meta.url)), ...args],
    {
      env: { ...process.env, DATABASE_OWNER_URL: api.database.ownerUrl, FIREBASE_PROJECT_ID: testProject },
    },
  );
  return stdout.trim();
}

test("the first operator of a deployment is granted by a command, and ended by another", async () => {
  expect(await operator("grant", "First@Platform.example")).toContain(
    "first@platform.example is an operator",
  );
  expect(await operator("list")).toContain("first@platform.example");
  expect(await api.services.identity.findAccount({ email: "first@platform.example" })).toMatchObject({
    claims: { role: "operator" },
  });
  expect(await operator("revoke", "first@platform.example")).toContain("no more");
  expect(await operator("list")).toMatch(/first@platform\.example .* revoked/);
  expect(await operator("revoke", "first@platform.example")).toContain("is no operator");
  const log = await api.database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .where("tenant_id", "is", null)
    .orderBy("id")
    .execute();
  expect(log.map(({ action }) => action).slice(-2)).toEqual(["operator.grant", "operator.revoke"]);
});

test("a tenant's user cannot be an operator as well", async () => {
  expect(await operator("grant", acme.users[0]?.email ?? "")).toContain("cannot be an operator");
});

test("what it does not understand it explains", async () => {
  await expect(operator("appoint", "x@y.example")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Usage"),
  });
});
