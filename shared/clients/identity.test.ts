import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signInWithCustomToken } from "../../emulators/firebase/sign-in.ts";
import { startFirebaseAuth } from "../../emulators/firebase/start-firebase-auth.ts";
import type { LocalServer } from "../../emulators/local-server.ts";
import { createIdentity, type Identity } from "./identity.ts";

const projectId = "identity-test";
let server: LocalServer;
let identity: Identity;

beforeAll(async () => {
  server = await startFirebaseAuth({ port: 0, projectId });
  process.env["FIREBASE_AUTH_EMULATOR_HOST"] = server.url;
  process.env["METADATA_SERVER_DETECTION"] = "none";
  identity = createIdentity({ projectId });
});
afterAll(async () => {
  await identity.close();
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
    const token = { uid, email, tenantId: "t-1", role: "agent" };
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
    const account = { uid, email, claims: { role: "operator" } };
    expect(await identity.findAccount({ uid })).toEqual(account);
    expect(await identity.findAccount({ email })).toEqual(account);
    expect(await identity.findAccount({ uid: "nobody" })).toBeUndefined();
    expect(await identity.findAccount({ email: "nobody@acme.example" })).toBeUndefined();
  });

  test("are deleted together, whether or not they are there", async () => {
    const made = await Promise.all([newAccount(), newAccount()]);
    await identity.deleteAccounts([...made.map(({ uid }) => uid), "nobody"]);
    for (const { uid } of made) expect(await identity.findAccount({ uid })).toBeUndefined();
    await identity.deleteAccounts([]);
  });
});
