import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Auth, BaseAuth } from "firebase-admin/auth";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { signInWithCustomToken } from "./sign-in.ts";
import { startFirebaseAuth } from "./start-firebase-auth.ts";

const projectId = "demo-crm";

function connect(server: LocalServer): Auth {
  // The client reads the variable at every call; apps are told apart by name.
  vi.stubEnv("FIREBASE_AUTH_EMULATOR_HOST", server.url);
  const app = initializeApp({ projectId }, server.url);
  opened.push(() => deleteApp(app));
  return getAuth(app);
}

async function idTokenOf(auth: BaseAuth, server: LocalServer, uid: string): Promise<string> {
  const { idToken } = await signInWithCustomToken(server.url, await auth.createCustomToken(uid));
  return idToken;
}

async function signInWithPassword(server: LocalServer, email: string, password: string): Promise<Response> {
  return fetch(
    `http://${server.url}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=local`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    },
  );
}

const opened: (() => Promise<void>)[] = [];

async function closeOpened(): Promise<void> {
  for (const close of opened.splice(0).toReversed()) await close();
  vi.unstubAllEnvs();
}

describe("with firebase-admin unmodified", () => {
  let server: LocalServer;
  let auth: Auth;

  beforeAll(async () => {
    server = await startFirebaseAuth({ port: 0, projectId });
    auth = connect(server);
  });
  afterAll(async () => {
    await closeOpened();
    await server.close();
  });

  test("a created user is found by e-mail", async () => {
    const created = await auth.createUser({ email: "Ayu@example.com", displayName: "Ayu" });
    const found = await auth.getUserByEmail("ayu@example.com");
    expect(found).toMatchObject({ uid: created.uid, displayName: "Ayu", disabled: false });
  });

  test("an ID token got for a custom token carries the user's claims", async () => {
    const { uid } = await auth.createUser({ email: "admin@example.com" });
    await auth.setCustomUserClaims(uid, { role: "admin", tenantId: "t-1" });
    const decoded = await auth.verifyIdToken(await idTokenOf(auth, server, uid), true);
    expect(decoded).toMatchObject({ uid, role: "admin", tenantId: "t-1", email: "admin@example.com" });
  });

  test("a token is refused once its refresh tokens are revoked", async () => {
    const { uid } = await auth.createUser({ email: "revoked@example.com" });
    const idToken = await idTokenOf(auth, server, uid);
    await auth.verifyIdToken(idToken, true);
    // Revocation counts in whole seconds: a token of the same second is still good.
    await expect
      .poll(
        async () => {
          await auth.revokeRefreshTokens(uid);
          return auth.verifyIdToken(idToken, true).catch((error: { code: string }) => error.code);
        },
        { timeout: 5000 },
      )
      .toBe("auth/id-token-revoked");
  });

  test("a disabled user's token is refused, and so is a new sign-in", async () => {
    const { uid } = await auth.createUser({ email: "left@example.com" });
    const idToken = await idTokenOf(auth, server, uid);
    await auth.updateUser(uid, { disabled: true });
    await expect(auth.verifyIdToken(idToken, true)).rejects.toMatchObject({ code: "auth/user-disabled" });
    await expect(idTokenOf(auth, server, uid)).rejects.toThrow("Sign-in refused: USER_DISABLED");
  });

  test("a deleted user is gone, and so are its tokens", async () => {
    const { uid } = await auth.createUser({ email: "gone@example.com" });
    const idToken = await idTokenOf(auth, server, uid);
    await auth.deleteUser(uid);
    await expect(auth.getUser(uid)).rejects.toMatchObject({ code: "auth/user-not-found" });
    await expect(auth.verifyIdToken(idToken, true)).rejects.toMatchObject({ code: "auth/user-not-found" });
  });

  test("a user of one Identity Platform tenant is unknown to another", async () => {
    const manager = auth.tenantManager();
    const one = manager.authForTenant((await manager.createTenant({ displayName: "one" })).tenantId);
    const two = manager.authForTenant((await manager.createTenant({ displayName: "two" })).tenantId);
    const { uid } = await one.createUser({ email: "agent@example.com" });
    const idToken = await idTokenOf(one, server, uid);
    expect(await one.verifyIdToken(idToken, true)).toMatchObject({ uid });
    await expect(two.getUser(uid)).rejects.toMatchObject({ code: "auth/user-not-found" });
    await expect(two.verifyIdToken(idToken, true)).rejects.toMatchObject({ code: "auth/user-not-found" });
  });

  test("a taken port is refused with EADDRINUSE", async () => {
    await expect(startFirebaseAuth({ port: server.port, projectId })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

describe("with a data folder", () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "firebase-auth-"));
  });
  afterEach(async () => {
    await closeOpened();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<{ server: LocalServer; auth: Auth }> {
    const server = await startFirebaseAuth({ port: 0, projectId, dataDir });
    opened.push(() => server.close());
    return { server, auth: connect(server) };
  }

  test("users, claims, passwords, disabled flags, tenants and tokens survive a restart", async () => {
    const first = await start();
    const admin = await first.auth.createUser({ email: "admin@example.com", password: "correct horse" });
    await first.auth.setCustomUserClaims(admin.uid, { role: "admin" });
    const left = await first.auth.createUser({ email: "left@example.com", disabled: true });
    const { tenantId } = await first.auth.tenantManager().createTenant({ displayName: "Shop" });
    const agent = await first.auth
      .tenantManager()
      .authForTenant(tenantId)
      .createUser({ email: "agent@example.com" });
    const idToken = await idTokenOf(first.auth, first.server, admin.uid);
    await closeOpened();

    const { server, auth } = await start();
    expect(await auth.getUserByEmail("admin@example.com")).toMatchObject({
      uid: admin.uid,
      customClaims: { role: "admin" },
      metadata: { creationTime: admin.metadata.creationTime },
    });
    expect(await auth.verifyIdToken(idToken, true)).toMatchObject({ uid: admin.uid, role: "admin" });
    expect((await auth.getUser(left.uid)).disabled).toBe(true);
    expect((await signInWithPassword(server, "admin@example.com", "correct horse")).status).toBe(200);
    expect((await signInWithPassword(server, "admin@example.com", "wrong")).status).toBe(400);
    expect((await auth.tenantManager().getTenant(tenantId)).displayName).toBe("Shop");
    const tenantAuth = auth.tenantManager().authForTenant(tenantId);
    expect(await tenantAuth.getUserByEmail("agent@example.com")).toMatchObject({ uid: agent.uid, tenantId });
  });

  test("a revocation survives a restart", async () => {
    const first = await start();
    const { uid } = await first.auth.createUser({ email: "revoked@example.com" });
    await first.auth.revokeRefreshTokens(uid);
    const { tokensValidAfterTime } = await first.auth.getUser(uid);
    await closeOpened();

    const { auth } = await start();
    expect((await auth.getUser(uid)).tokensValidAfterTime).toBe(tokensValidAfterTime);
  });

  test("a change reaches the disk without a graceful close", async () => {
    const { auth } = await start();
    const { uid } = await auth.createUser({ email: "kept@example.com" });
    await expect.poll(() => readFile(join(dataDir, "auth.json"), "utf8").catch(() => "")).toContain(uid);

    const { auth: afterCrash } = await start();
    expect(await afterCrash.getUserByEmail("kept@example.com")).toMatchObject({ uid });
  });
});
