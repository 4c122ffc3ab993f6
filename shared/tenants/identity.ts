import type { Agent } from "node:https";
import type { Auth, BaseAuth, UserRecord } from "firebase-admin/auth";
import { defineClient } from "../runtime/client.ts";

/** What a verified ID token says. Tenant and role are only what was true when it was made: the database decides. */
type VerifiedToken = {
  uid: string;
  email: string | undefined;
  tenantId: string | undefined;
  role: string | undefined;
  /** The Identity Platform tenant that the account is in; undefined in the project's own pool. */
  pool: string | undefined;
  /** The kind of second factor that the session was begun with, as `phone` or `totp`. */
  secondFactor: string | undefined;
};

type VerifyOutcome = { kind: "verified"; token: VerifiedToken } | { kind: "refused"; reason: string };

type Account = {
  uid: string;
  email: string | undefined;
  /** Whether somebody who reads the address's mail has opened a link of ours or of the provider's. */
  emailVerified: boolean;
  claims: Record<string, unknown>;
};

type IdentityClaims = { tenantId: string; role: string } | { role: "operator" };

/** The accounts of one pool. What is done to an account that does not exist is passed over. */
export type Accounts = {
  findAccount(by: { uid: string } | { email: string }): Promise<Account | undefined>;
  createAccount(account: { uid: string; email: string; displayName: string }): Promise<void>;
  /** An address at which the account's password is chosen, once and within Firebase's time for it. */
  makePasswordLink(email: string): Promise<string>;
  /** A disabled account cannot sign in. */
  setDisabled(uid: string, disabled: boolean): Promise<void>;
  /** Claims come into force with the next ID token; null takes them away. */
  setClaims(uid: string, claims: IdentityClaims | null): Promise<void>;
  /** Ends every session: ID tokens made in an earlier second are refused from now on. */
  revoke(uid: string): Promise<void>;
  /** Removes accounts with all their sessions. */
  deleteAccounts(uids: readonly string[]): Promise<void>;
};

/** Firebase Authentication; by itself the accounts of the project's own pool. */
export type Identity = Accounts & {
  /**
   * Checks signature, expiry, project, and with Firebase that the account is neither disabled nor deleted and the
   * token not revoked, in the pool that the token names. Rejects when Firebase or its keys cannot be had.
   */
  verify(idToken: string): Promise<VerifyOutcome>;
  /** The accounts of an Identity Platform tenant; those of the project's own pool for null. */
  ofPool(pool: string | null): Accounts;
  /** Whether the project has this Identity Platform tenant. */
  hasPool(pool: string): Promise<boolean>;
  /** Has the project's own pool refuse short passwords, new and old. */
  enforcePasswordPolicy(): Promise<void>;
  close(): Promise<void>;
};

type IdentityOptions = {
  projectId: string;
  /** For calls to Google, in place of Node's own. */
  httpAgent?: Agent;
};

/** Our client of Firebase Authentication. The admin SDK is heavy, so it is loaded at the first use. */
export function createIdentity({ projectId, httpAgent }: IdentityOptions): Identity {
  let loading: Promise<{ auth: Auth; end(): Promise<void> }> | undefined;

  async function auth(): Promise<Auth> {
    loading ??= load(projectId, httpAgent);
    return (await loading).auth;
  }

  async function clientOf(pool: string | undefined): Promise<BaseAuth> {
    const client = await auth();
    return pool === undefined ? client : client.tenantManager().authForTenant(pool);
  }

  return {
    ...accountsOf(auth),
    async verify(idToken) {
      const pool = poolOf(idToken);
      const client = await clientOf(pool);
      try {
        const verified = await client.verifyIdToken(idToken, true);
        const { uid, email, tenantId, role } = verified;
        const { firebase } = verified as { firebase?: { sign_in_second_factor?: unknown } };
        const secondFactor = textOf(firebase?.sign_in_second_factor);
        const token = { uid, email, tenantId: textOf(tenantId), role: textOf(role), pool, secondFactor };
        return { kind: "verified", token };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { kind: "refused", reason: codeOf(error) };
      }
    },
    ofPool: (pool) => accountsOf(async () => clientOf(pool ?? undefined)),
    async hasPool(pool) {
      const client = await auth();
      try {
        await client.tenantManager().getTenant(pool);
        return true;
      } catch (error) {
        if (noPool.has(codeOf(error))) return false;
        throw error;
      }
    },
    async enforcePasswordPolicy() {
      await (
        await auth()
      )
        .projectConfigManager()
        .updateProjectConfig({ passwordPolicyConfig: passwordPolicy });
    },
    async close() {
      await (await loading)?.end();
    },
  };
}

function accountsOf(client: () => Promise<BaseAuth>): Accounts {
  return {
    async findAccount(by) {
      const auth = await client();
      return unlessGone(async () =>
        toAccount(await ("uid" in by ? auth.getUser(by.uid) : auth.getUserByEmail(by.email))),
      );
    },
    async createAccount(account) {
      await (await client()).createUser(account);
    },
    async makePasswordLink(email) {
      return (await client()).generatePasswordResetLink(email);
    },
    async setDisabled(uid, disabled) {
      const auth = await client();
      await unlessGone(async () => auth.updateUser(uid, { disabled }));
    },
    async setClaims(uid, claims) {
      const auth = await client();
      await unlessGone(async () => auth.setCustomUserClaims(uid, claims));
    },
    async revoke(uid) {
      const auth = await client();
      await unlessGone(async () => auth.revokeRefreshTokens(uid));
    },
    async deleteAccounts(uids) {
      const auth = await client();
      for (let from = 0; from < uids.length; from += deleteBatch) {
        const { errors } = await auth.deleteUsers(uids.slice(from, from + deleteBatch));
        if (errors.length > 0)
          throw new AggregateError(
            errors.map(({ error }) => error),
            "Firebase did not delete every account",
          );
      }
    },
  };
}

async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (notFound.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** The pool that the token says it is of: only where to ask, for the token is verified there. */
function poolOf(idToken: string): string | undefined {
  try {
    const payload = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString();
    const { firebase } = JSON.parse(payload) as { firebase?: { tenant?: unknown } };
    return textOf(firebase?.tenant) || undefined;
  } catch {
    return undefined;
  }
}

/** Length is what counts; rules of composition only make people write `Password1!`: https://pages.nist.gov/800-63-4/sp800-63b.html */
const passwordPolicy = {
  enforcementState: "ENFORCE",
  forceUpgradeOnSignin: true,
  constraints: { minLength: 12 },
} as const;

/** deleteUsers takes up to 1,000 at once. */
const deleteBatch = 1_000;

/** What is wrong with the token or its account; anything else is Firebase's trouble or ours. */
const refusals = new Set([
  "auth/invalid-id-token",
  "auth/id-token-expired",
  "auth/id-token-revoked",
  "auth/mismatching-tenant-id",
  "auth/tenant-not-found",
  "auth/invalid-tenant-id",
  "auth/user-disabled",
  "auth/user-not-found",
]);
const noPool = new Set(["auth/tenant-not-found", "auth/invalid-tenant-id"]);
const notFound = new Set(["auth/user-not-found", "auth/invalid-uid", "auth/invalid-email"]);

/**
 * An argument error is a token that is none, but also whatever went wrong when Google's keys were fetched: the SDK makes
 * the one of both. So it counts as a refusal only where it speaks of the token; anything else is "not now", and never "yes".
 */
function isRefusal(error: unknown): boolean {
  if (codeOf(error) !== "auth/argument-error") return refusals.has(codeOf(error));
  return /^(?:Firebase ID token|Decoding Firebase ID token|verifyIdToken\(\)|First argument to verifyIdToken)/.test(
    (error as Error).message,
  );
}

async function load(
  projectId: string,
  httpAgent: Agent | undefined,
): Promise<{ auth: Auth; end(): Promise<void> }> {
  const [{ deleteApp, initializeApp }, { getAuth }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/auth"),
  ]);
  // A name of its own, because the SDK keeps apps by name for the whole process.
  const app = initializeApp(
    { projectId, ...(httpAgent !== undefined && { httpAgent }) },
    `identity-${projectId}-${Date.now()}-${Math.random()}`,
  );
  return { auth: getAuth(app), end: async () => deleteApp(app) };
}

function toAccount({ uid, email, emailVerified, customClaims }: UserRecord): Account {
  return { uid, email, emailVerified, claims: customClaims ?? {} };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Firebase Authentication, which signs users in. */
export const firebaseAuth = defineClient(["FIREBASE_PROJECT_ID"], (config, { onClose }) => {
  const identity = createIdentity({ projectId: config.FIREBASE_PROJECT_ID });
  onClose(async () => identity.close());
  return identity;
});
