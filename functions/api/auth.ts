import { createHash } from "node:crypto";
import {
  findApiKey,
  findOpenAccess,
  findOperator,
  findUserByFirebaseUid,
} from "../../shared/tenants/queries/principals.ts";
import { recordApiKeyUse } from "../../shared/tenants/queries/api-keys.ts";
import { inTenant, uuidPattern } from "../../shared/db/tenant-scope.ts";
import { parseApiKey } from "../../shared/tenants/rules/api-key.ts";
import { isScope } from "../../shared/tenants/rules/permissions.ts";
import { isPermittedTo, type Principal } from "../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import { isInRanges } from "./api-keys/address-ranges.ts";
import type { ApiServices } from "./services.ts";

export type Credentials = {
  authorization: string | undefined;
  /** The id of an operator's access to a tenant. */
  tenantAccess?: string | undefined;
  /** Where the request comes from. */
  address: string;
};

/**
 * Who makes the request, by an ID token of Firebase or an API key of a tenant. Every request asks Firebase whether the
 * token still holds and the database who its account is now, so what is revoked, disabled or changed counts at once.
 * Throws `unauthorized`, `second-factor-required`, `tenant-suspended`, or `unavailable` when Firebase cannot be asked.
 */
export async function authenticate(
  services: ApiServices,
  { authorization, tenantAccess, address }: Credentials,
): Promise<Principal> {
  const credential = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (credential === undefined) throw refused("no bearer token");
  return credential.startsWith("crm_")
    ? authenticateKey(services, credential, address)
    : authenticateToken(services, credential, tenantAccess);
}

/** How the hash of a key's secret is stored. A plain SHA-256 is enough, for nobody guesses 256 random bits. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

async function authenticateKey(
  services: ApiServices,
  credential: string,
  address: string,
): Promise<Principal> {
  const parts = parseApiKey(credential);
  if (parts === undefined) throw refused("malformed key");
  const { db } = services;
  const key = await findApiKey(db, { prefix: parts.prefix, secretSha256: hashSecret(parts.secret) });
  if (key === undefined) throw refused("unknown key");
  if (!isInRanges(address, key.allowedRanges)) throw refused("an address outside the key's ranges");
  requireActive(key.tenantStatus);
  const { keyId, tenantId, lastUsedAt } = key;
  if (lastUsedAt === null || services.now().getTime() - lastUsedAt.getTime() > useRecordedEveryMs) {
    await inTenant(db, tenantId, async (trx) => recordApiKeyUse(trx, keyId));
  }
  const owner = key.ownerRole;
  const scopes = key.scopes.filter((scope) => isScope(scope) && isPermittedTo(owner, scope));
  return { kind: "api_key", id: keyId, tenantId, scopes };
}

/** Not at every use: that would write one row for every request. */
const useRecordedEveryMs = 3_600_000;

async function authenticateToken(
  { identity, db, platformDb }: ApiServices,
  idToken: string,
  tenantAccess: string | undefined,
): Promise<Principal> {
  const outcome = await identity.verify(idToken).catch((error: unknown) => {
    throw new HttpProblem("unavailable", undefined, { cause: error });
  });
  if (outcome.kind === "refused") throw refused(outcome.reason);
  const { uid, tenantId, role, pool, secondFactor } = outcome.token;
  const hasSecondFactor = secondFactor !== undefined;
  if (role === "operator") {
    // Whoever administers a tenant's pool could make accounts there with any uid and claims.
    if (pool !== undefined) throw refused("an operator's account is in the project's own pool");
    const operator = await findOperator(platformDb, uid);
    if (operator === undefined) throw refused("not an operator");
    if (!hasSecondFactor) throw new HttpProblem("second-factor-required");
    const access = tenantAccess === undefined ? undefined : await getAccess(platformDb, tenantAccess, uid);
    return { kind: "operator", id: uid, email: operator.email, access };
  }
  const user = await findUserByFirebaseUid(db, uid);
  if ((user?.firebaseTenantId ?? undefined) !== pool) throw refused("the account is of another pool");
  // Claims that differ are of a token from before a change: the next one will have them right.
  if (user === undefined || user.tenantId !== tenantId || user.role !== role)
    throw refused("claims are not the user's");
  if (user.status !== "active") throw refused("the user is disabled");
  requireActive(user.tenantStatus);
  if (user.role === "admin" && user.adminSecondFactor && !hasSecondFactor)
    throw new HttpProblem("second-factor-required");
  return { kind: "user", id: user.userId, uid, tenantId: user.tenantId, role: user.role, hasSecondFactor };
}

async function getAccess(platformDb: ApiServices["platformDb"], id: string, operatorUid: string) {
  const access = uuidPattern.test(id) ? await findOpenAccess(platformDb, { id, operatorUid }) : undefined;
  if (access === undefined)
    throw new HttpProblem("forbidden", "X-Tenant-Access names no open access of yours.");
  return access;
}

function requireActive(tenantStatus: string): void {
  if (tenantStatus !== "active") throw new HttpProblem("tenant-suspended");
}

/** The reason is for the log: a caller learns only that it is not signed in. */
function refused(reason: string): HttpProblem {
  return new HttpProblem("unauthorized", undefined, {
    cause: new Error(reason),
    headers: { "www-authenticate": "Bearer" },
  });
}
