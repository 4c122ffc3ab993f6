import { expect, test } from "vitest";
import { formatApiKey, parseApiKey } from "./api-key.ts";
import { permissionNames, permissions, scopes } from "./permissions.ts";
import { isPermitted, type Principal, tenantOf } from "./principal.ts";

const admin: Principal = {
  kind: "user",
  id: "u",
  uid: "f",
  tenantId: "t",
  role: "admin",
  hasSecondFactor: false,
};
const viewer: Principal = { ...admin, role: "viewer" };
const operator: Principal = { kind: "operator", id: "o", email: "o@x.example" };
const withAccess: Principal = { ...operator, access: { id: "a", tenantId: "t" } };
const key = (...given: string[]): Principal => ({ kind: "api_key", id: "k", tenantId: "t", scopes: given });

test("an operator sees nothing of what is a tenant's own, but during an access", () => {
  const withheld = permissionNames.filter((permission) => !isPermitted(operator, permission));
  expect(withheld).toEqual([
    "users:write",
    "api-keys:write",
    "templates:read",
    "templates:write",
    "messages:read",
    "disclosure:write",
    "conversations:read",
    "conversations:work",
    "conversations:handle",
    "conversations:organize",
    "messages:send",
    "knowledge:read",
    "knowledge:write",
    "answers:try",
    "answers:trace",
    "answers:rate",
    "answers:ratings",
  ]);
});

test("an operator neither makes a key, nor speaks in the tenant's name, during an access either", () => {
  const withheld = permissionNames.filter((permission) => !isPermitted(withAccess, permission));
  expect(withheld).toEqual([
    "api-keys:write",
    "conversations:work",
    "conversations:handle",
    "messages:send",
    "answers:rate",
  ]);
});

test("an admin may do everything that stays within its tenant", () => {
  const refused = permissionNames.filter((permission) => !isPermitted(admin, permission));
  expect(refused).toEqual([
    "tenants:create",
    "tenants:suspend",
    "tenants:erase",
    "accesses:open",
    "billing:deposit",
  ]);
});

test("a viewer changes nothing, and sees neither keys, people nor the audit log", () => {
  const allowed = permissionNames.filter((permission) => isPermitted(viewer, permission));
  expect(allowed).toEqual(["tenants:read", "outlets:read", "users:self", "knowledge:read"]);
});

test("a key may do what its scopes name, and no scope names what keys may not do", () => {
  expect(isPermitted(key("outlets:read"), "outlets:read")).toBe(true);
  expect(isPermitted(key("outlets:read"), "outlets:write")).toBe(false);
  const everything = key(...permissionNames);
  expect(permissionNames.filter((permission) => isPermitted(everything, permission))).toEqual(scopes);
  expect(scopes).not.toContain("users:write");
});

test("whoever may change something may read it", () => {
  for (const name of permissionNames.filter((permission) => permission.endsWith(":write"))) {
    // How a bot says that it is one is read with the tenant.
    const reader = name === "disclosure:write" ? "tenants:read" : name.replace(":write", ":read");
    const reading = permissions[reader as typeof name].roles as readonly string[];
    expect(reading, name).toEqual(expect.arrayContaining([...permissions[name].roles]));
  }
});

test("only an operator without an access is confined to no tenant", () => {
  expect([operator, withAccess, admin, key()].map(tenantOf)).toEqual([undefined, "t", "t", "t"]);
});

test("a key is read as it was written, and nothing else is taken for one", () => {
  const secret = `${"aB3_-".repeat(8)}xyz`;
  expect(parseApiKey(formatApiKey("0123456789ab", secret))).toEqual({ prefix: "0123456789ab", secret });
  for (const wrong of [
    "",
    "crm__",
    `crm_0123456789AB_${secret}`,
    `crm_0123456789ab_${secret}x`,
    `crm_0123456789ab_${secret}\n`,
  ]) {
    expect(parseApiKey(wrong), wrong).toBeUndefined();
  }
});
