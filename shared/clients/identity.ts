import type { Auth, UserRecord } from "firebase-admin/auth";

/** What a verified ID token says. Tenant and role are only what was true when it was made: the database decides. */
type VerifiedToken = {
  uid: string;
  email: string | undefined;
  tenantId: string | undefined;
  role: string | undefined;
};

type VerifyOutcome = { kind: "verified"; token: VerifiedToken } | { kind: "refused"; reason: string };

type Account = { uid: string; email: string | undefined; claims: Record<string, unknown> };

type IdentityClaims = { tenantId: string; role: string } | { role: "operator" };

export type Identity = {
  /**
   * Checks signature, expiry, project, and with Firebase that the account is neither disabled nor deleted and the
   * token not revoked. Rejects only when Firebase cannot be asked.
   */
  verify(idToken: string): Promise<VerifyOutcome>;
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
  /** Removes accounts with all their sessions; those that do not exist are passed over. */
  deleteAccounts(uids: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** Our client of Firebase Authentication. The admin SDK is heavy, so it is loaded at the first use. */
export function createIdentity({ projectId }: { projectId: string }): Identity {
  let loading: Promise<{ auth: Auth; end(): Promise<void> }> | undefined;

  async function auth(): Promise<Auth> {
    loading ??= load(projectId);
    return (await loading).auth;
  }

  return {
    async verify(idToken) {
      const client = await auth();
      try {
        const { uid, email, tenantId, role } = await client.verifyIdToken(idToken, true);
        return { kind: "verified", token: { uid, email, tenantId: textOf(tenantId), role: textOf(role) } };
      } catch (error) {
        const code = codeOf(error);
        if (!refusals.has(code)) throw error;
        return { kind: "refused", reason: code };
      }
    },
    async findAccount(by) {
      const client = await auth();
      try {
        return toAccount(await ("uid" in by ? client.getUser(by.uid) : client.getUserByEmail(by.email)));
      } catch (error) {
        if (notFound.has(codeOf(error))) return undefined;
        throw error;
      }
    },
    async createAccount(account) {
      await (await auth()).createUser(account);
    },
    async makePasswordLink(email) {
      return (await auth()).generatePasswordResetLink(email);
    },
    async setDisabled(uid, disabled) {
      await (await auth()).updateUser(uid, { disabled });
    },
    async setClaims(uid, claims) {
      await (await auth()).setCustomUserClaims(uid, claims);
    },
    async revoke(uid) {
      await (await auth()).revokeRefreshTokens(uid);
    },
    async deleteAccounts(uids) {
      const client = await auth();
      for (let from = 0; from < uids.length; from += deleteBatch) {
        const { errors } = await client.deleteUsers(uids.slice(from, from + deleteBatch));
        if (errors.length > 0)
          throw new AggregateError(
            errors.map(({ error }) => error),
            "Firebase did not delete every account",
          );
      }
    },
    async close() {
      await (await loading)?.end();
    },
  };
}

/** deleteUsers takes up to 1,000 at once. */
const deleteBatch = 1_000;

/** What is wrong with the token or its account; anything else is Firebase's trouble or ours. */
const refusals = new Set([
  "auth/argument-error",
  "auth/invalid-id-token",
  "auth/id-token-expired",
  "auth/id-token-revoked",
  "auth/user-disabled",
  "auth/user-not-found",
]);
const notFound = new Set(["auth/user-not-found", "auth/invalid-uid", "auth/invalid-email"]);

async function load(projectId: string): Promise<{ auth: Auth; end(): Promise<void> }> {
  const [{ deleteApp, initializeApp }, { getAuth }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/auth"),
  ]);
  // A name of its own, because the SDK keeps apps by name for the whole process.
  const app = initializeApp({ projectId }, `identity-${projectId}-${Date.now()}-${Math.random()}`);
  return { auth: getAuth(app), end: async () => deleteApp(app) };
}

function toAccount({ uid, email, customClaims }: UserRecord): Account {
  return { uid, email, claims: customClaims ?? {} };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
