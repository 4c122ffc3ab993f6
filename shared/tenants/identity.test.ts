import { randomUUID } from "node:crypto";
import { Agent } from "node:https";
import { connect } from "node:net";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enrolPhone } from "../../emulators/stack/seed-accounts.ts";
import { signInWithCustomToken, signInWithPassword } from "../../emulators/servers/firebase/sign-in.ts";
import { startFirebaseAuth } from "../../emulators/servers/firebase/start-firebase-auth.ts";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { createIdentity, type Identity } from "./identity.ts";

const projectId = "identity-test";
let server: LocalServer;
let identity: Identity;
const app = initializeApp({ projectId }, "identity-test");

beforeAll(async () => {
  server = await startFirebaseAuth({ port: 0, projectId });
  process.env["FIREBASE_AUTH_EMULATOR_HOST"] = server.url;
  process.env["METADATA_SERVER_DETECTION"] = "none";
  identity = createIdentity({ projectId });
});
afterAll(async () => {
  await identity.close();
  await deleteApp(app);
  await server.close();
});

async function newAccount(): Promise<{ uid: string; email: string }> {
  const uid = randomUUID();
  const email = `${uid}@acme.example`;
  await identity.createAccount({ uid, email, displayName: "Ayu" });
  return { uid, email };
}

/** A custom token as the emulator takes it: unsigned. */
async function signIn(uid: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const aud = "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit";
  const custom = `${part({ alg: "none", typ: "JWT" })}.${part({ aud, uid, iat: now, exp: now + 3_600 })}.`;
  return (await signInWithCustomToken(server.url, custom)).idToken;
}

describe("verify", () => {
  test("gives who signed in, with tenant and role as the claims were then", async () => {
    const { uid, email } = await newAccount();
    await identity.setClaims(uid, { tenantId: "t-1", role: "agent" });
    const token = {
      uid,
      email,
      tenantId: "t-1",
      role: "agent",
      pool: undefined,
      secondFactor: undefined,
    };
    expect(await identity.verify(await signIn(uid))).toEqual({ kind: "verified", token });
    await identity.setClaims(uid, null);
    expect(await identity.verify(await signIn(uid))).toEqual({
      kind: "verified",
      token: { ...token, tenantId: undefined, role: undefined },
    });
  });

  test.each(["", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "\0"])("refuses %j", async (text) => {
    expect(await identity.verify(text)).toMatchObject({ kind: "refused", reason: "auth/argument-error" });
  });

  test("refuses a revoked token, with the reason", async () => {
    const { uid } = await newAccount();
    const token = await signIn(uid);
    // Firebase counts in whole seconds.
    await expect
      .poll(async () => {
        await identity.revoke(uid);
        return identity.verify(token);
      })
      .toEqual({ kind: "refused", reason: "auth/id-token-revoked" });
  });

  test("refuses a deleted account's token", async () => {
    const { uid } = await newAccount();
    const token = await signIn(uid);
    await identity.deleteAccounts([uid]);
    expect(await identity.verify(token)).toEqual({ kind: "refused", reason: "auth/user-not-found" });
  });

  test("gives the second factor that the session was begun with", async () => {
    const { uid, email } = await newAccount();
    const prove = await fetch(
      `http://${server.url}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:update`,
      {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer owner" },
        body: JSON.stringify({ localId: uid, emailVerified: true, password: "a-password" }),
      },
    );
    expect(prove.status).toBe(200);
    await enrolPhone(server.url, projectId, { uid, phone: "+12025550143" });
    const { idToken } = await signInWithPassword(server.url, email, "a-password");
    expect(await identity.verify(idToken)).toMatchObject({ token: { uid, secondFactor: "phone" } });
  });

  test("asks the pool that a token names, and tells which that was", async () => {
    const manager = getAuth(app).tenantManager();
    const { tenantId: pool } = await manager.createTenant({ displayName: "shop" });
    const uid = randomUUID();
    await identity.ofPool(pool).createAccount({ uid, email: `${uid}@shop.example`, displayName: "Ayu" });
    const custom = await manager.authForTenant(pool).createCustomToken(uid);
    const { idToken } = await signInWithCustomToken(server.url, custom);
    expect(await identity.verify(idToken)).toMatchObject({ kind: "verified", token: { uid, pool } });
    expect(await identity.findAccount({ uid })).toBeUndefined();
    // The emulator makes every pool that it is asked for, so that only this half can be tried.
    expect(await identity.hasPool(pool)).toBe(true);
    await identity.ofPool(pool).deleteAccounts([uid]);
    expect(await identity.verify(idToken)).toMatchObject({ kind: "refused" });
  });

  test("rejects when Google's keys are out of reach, which says nothing of the token", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: "ayu", aud: projectId, iss: `https://securetoken.google.com/${projectId}` };
    const payload = part({ ...claims, iat: now, auth_time: now, exp: now + 3_600 });
    const token = `${part({ alg: "RS256", typ: "JWT", kid: "1" })}.${payload}.${part({})}`;
    const httpAgent = new Agent();
    httpAgent.createConnection = () => connect({ host: "127.0.0.1", port: 1 });
    const authHost = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
    delete process.env["FIREBASE_AUTH_EMULATOR_HOST"];
    const cut = createIdentity({ projectId, httpAgent });
    try {
      await expect(cut.verify(token)).rejects.toThrow("ECONNREFUSED");
      await expect(cut.verify("a.b.c")).resolves.toMatchObject({ kind: "refused" });
    } finally {
      process.env["FIREBASE_AUTH_EMULATOR_HOST"] = authHost;
      await cut.close();
    }
  });

  test("rejects when Firebase cannot be asked, rather than letting anybody in", async () => {
    const token = await signIn((await newAccount()).uid);
    process.env["FIREBASE_AUTH_EMULATOR_HOST"] = "127.0.0.1:1";
    const cut = createIdentity({ projectId });
    try {
      await expect(cut.verify(token)).rejects.toThrow();
    } finally {
      process.env["FIREBASE_AUTH_EMULATOR_HOST"] = server.url;
      await cut.close();
    }
  });
});

describe("accounts", () => {
  test("are found by uid and by address, or not at all", async () => {
    const { uid, email } = await newAccount();
    await identity.setClaims(uid, { role: "operator" });
    const account = { uid, email, emailVerified: false, claims: { role: "operator" } };
    expect(await identity.findAccount({ uid })).toEqual(account);
    expect(await identity.findAccount({ email })).toEqual(account);
    expect(await identity.findAccount({ uid: "nobody" })).toBeUndefined();
    expect(await identity.findAccount({ email: "nobody@acme.example" })).toBeUndefined();
  });

  test("that are not there are passed over, whatever is done to them", async () => {
    await identity.setClaims("nobody", null);
    await identity.setDisabled("nobody", true);
    await identity.revoke("nobody");
    expect(await identity.findAccount({ uid: "nobody" })).toBeUndefined();
  });

  test("are deleted together, whether or not they are there", async () => {
    const made = await Promise.all([newAccount(), newAccount()]);
    await identity.deleteAccounts([...made.map(({ uid }) => uid), "nobody"]);
    for (const { uid } of made) expect(await identity.findAccount({ uid })).toBeUndefined();
    await identity.deleteAccounts([]);
  });
});
