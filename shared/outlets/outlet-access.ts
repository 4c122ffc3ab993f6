import type { TokenVault } from "../tenants/secrets/token-vault.ts";
import { Unopenable } from "../tenants/secrets/unopenable.ts";
import { getOutletCredentials } from "./queries/outlet-credentials.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

export type OutletAccess = {
  kind: "open";
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  /** How fast WhatsApp takes messages of the number. */
  throughputLevel: string | null;
  /** The token as it is stored, by which one sees later whether it is still this one. */
  ciphertext: Buffer;
};

/** Nothing is sent through the outlet until somebody has mended it. */
export type OutletHeld = {
  kind: "held";
  reason: "paused" | "unverified" | "disabled" | "moved" | "no-token" | "token-unreadable";
};

/** What a call of Graph for the outlet needs, or why none may be made now. */
export async function loadOutletAccess(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  outletId: string,
): Promise<OutletAccess | OutletHeld> {
  const access = await readAccess(trx, tokens, tenantId, outletId);
  if (access.kind === "open") return access;
  // Held means that a message is left lying, so it must not be by a hair's breadth: whoever mends the outlet queues
  // what lies there in the same transaction, and this waits for it or makes it wait.
  return readAccess(trx, tokens, tenantId, outletId, { locked: true });
}

/**
 * What the outlet's token opens whatever its state, to see whether it works; undefined when it has none. Throws
 * `Unopenable` when the token itself cannot be opened.
 */
export async function readToken(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  outletId: string,
): Promise<Omit<OutletAccess, "kind"> | undefined> {
  const { ciphertext, dataKey, phoneNumberId, businessAccountId, throughputLevel } =
    await getOutletCredentials(trx, outletId);
  if (ciphertext === null || dataKey === undefined) return undefined;
  const accessToken = await tokens.decrypt(tenantId, dataKey, ciphertext);
  return { phoneNumberId, businessAccountId, accessToken, throughputLevel, ciphertext };
}

async function readAccess(
  trx: TenantTransaction,
  tokens: TokenVault,
  tenantId: string,
  outletId: string,
  options: { locked?: boolean } = {},
): Promise<OutletAccess | OutletHeld> {
  const { status, ciphertext, dataKey, phoneNumberId, businessAccountId, throughputLevel } =
    await getOutletCredentials(trx, outletId, options);
  if (status !== "active") return { kind: "held", reason: status };
  if (ciphertext === null || dataKey === undefined) return { kind: "held", reason: "no-token" };
  try {
    const accessToken = await tokens.decrypt(tenantId, dataKey, ciphertext);
    return { kind: "open", phoneNumberId, businessAccountId, accessToken, throughputLevel, ciphertext };
  } catch (error) {
    if (error instanceof Unopenable) return { kind: "held", reason: "token-unreadable" };
    throw error;
  }
}
