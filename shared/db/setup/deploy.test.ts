import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { asRole } from "./as-role.ts";
import { createDatabase } from "../client.ts";
import { deployDatabase } from "./deploy.ts";
import type { Members } from "./ensure-members.ts";
import { migrations } from "../migrations/index.ts";

// What Cloud SQL makes of service accounts: users with their addresses as names, here with a password.
const run = randomUUID().slice(0, 8);
const database = `deploy_${run}`;
const inbound = `inbound-${run}@project.iam`;
const maintenance = `maintenance-${run}@project.iam`;
const adminUrl = inject("databaseAdminUrl");
const admin = createDatabase(adminUrl, { maxConnections: 1 });

beforeAll(async () => {
  for (const user of [inbound, maintenance]) {
    await sql`create role ${sql.id(user)} login password 'test'`.execute(admin);
  }
});

afterAll(async () => {
  await sql`drop database if exists ${sql.id(database)} with (force)`.execute(admin);
  for (const user of [inbound, maintenance]) await sql`drop role if exists ${sql.id(user)}`.execute(admin);
  await admin.destroy();
});

async function deploy(members: Members): Promise<string[]> {
  return deployDatabase(adminUrl, database, members);
}

/** Signs in as the user and takes on the role, as a function does; says who it then is. */
async function signIn(user: string, role: string): Promise<unknown> {
  const url = new URL(asRole(adminUrl, role, database));
  url.username = encodeURIComponent(user);
  url.password = "test";
  const db = createDatabase(url.href, { maxConnections: 1 });
  try {
    const { rows } = await sql<{ who: string }>`select current_user as who`.execute(db);
    if (role === "crm_inbound") expect(await db.selectFrom("tenants").select("id").execute()).toEqual([]);
    return rows[0]?.who;
  } finally {
    await db.destroy();
  }
}

test("three deployments at once bring a new server up, each migration once; another finds nothing to do", async () => {
  const members = {
    crm_inbound: [inbound],
    crm_maintenance: [maintenance],
    crm_maintenance_platform: [maintenance],
  };
  const ran = await Promise.all([deploy(members), deploy(members), deploy(members)]);
  expect(ran.flat().toSorted()).toEqual(Object.keys(migrations));
  expect(await deploy(members)).toEqual([]);
}, 60_000);

test("a function takes on the roles that it was given, and no other", async () => {
  expect(await signIn(inbound, "crm_inbound")).toBe("crm_inbound");
  expect(await signIn(maintenance, "crm_maintenance")).toBe("crm_maintenance");
  expect(await signIn(maintenance, "crm_maintenance_platform")).toBe("crm_maintenance_platform");
  for (const role of ["crm_maintenance", "crm_maintenance_platform", "crm_app", "crm_owner", "crm_audit"]) {
    await expect(signIn(inbound, role), role).rejects.toThrow(/permission denied to set role/);
  }
});

test("before it takes on a role a function may read nothing", async () => {
  await expect(signIn(inbound, "none")).resolves.toBe(inbound);
  const url = new URL(asRole(adminUrl, "none", database));
  url.username = encodeURIComponent(inbound);
  url.password = "test";
  const db = createDatabase(url.href, { maxConnections: 1 });
  await expect(db.selectFrom("tenants").select("id").execute()).rejects.toThrow(
    /permission denied|does not exist/,
  );
  await db.destroy();
});

test("a role is taken from who is not given it any more", async () => {
  await deploy({ crm_inbound: [inbound] });
  await expect(signIn(maintenance, "crm_maintenance")).rejects.toThrow(/permission denied to set role/);
  expect(await signIn(inbound, "crm_inbound")).toBe("crm_inbound");
});

test("a role that no function has is refused", async () => {
  await expect(deploy({ crm_owner: [inbound] })).rejects.toThrow("No function has the role crm_owner");
});
