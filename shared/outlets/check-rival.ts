import type { Kysely } from "kysely";
import type { TokenVault } from "../tenants/secrets/token-vault.ts";
import { Unopenable } from "../tenants/secrets/unopenable.ts";
import type { WhatsApp } from "../whatsapp/client/whatsapp.ts";
import type { CallOutcome } from "../whatsapp/client/call-outcome.ts";
import { findRival, type Rival } from "./queries/claims.ts";
import { getOutletCredentials } from "./queries/outlet-credentials.ts";
import type { Database } from "../db/schema.d.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { losesNumber } from "./rules/outlet-problem.ts";

/** Whether somebody else has the number that was proven just now. */
export type RivalCheck =
  | { kind: "none" }
  /** Its token opens the number no more: the number may be taken from it. */
  | { kind: "lost"; rival: Rival }
  | { kind: "holds" }
  /** WhatsApp could not be asked. */
  | { kind: "unknown" };

type Given = { db: Kysely<Database>; platformDb: Kysely<Database>; tokens: TokenVault; whatsapp: WhatsApp };

/** Asks WhatsApp whether the token of the outlet that has the number, of another tenant, still opens it. Stores nothing. */
export async function checkRival(
  services: Given,
  wanted: { tenantId: string; phoneNumberId: string },
): Promise<RivalCheck> {
  const found = await findRival(services.platformDb, wanted);
  if (found === undefined) return { kind: "none" };
  const { tenantId, outletId, tenantStatus } = found;
  const { db, tokens, whatsapp } = services;
  const { dataKey, ciphertext, ...outlet } = await inTenant(db, tenantId, async (trx) =>
    getOutletCredentials(trx, outletId),
  );
  const lost = { kind: "lost", rival: { outletId, tenantId, ciphertext } } as const;
  if (tenantStatus === "erasing" || ciphertext === null || dataKey === undefined) return lost;
  let accessToken: string;
  try {
    accessToken = await tokens.decrypt(tenantId, dataKey, ciphertext);
  } catch (error) {
    if (error instanceof Unopenable) return lost;
    throw error;
  }
  const access = { ...outlet, accessToken };
  const number = await whatsapp.getPhoneNumber(access);
  if (number.kind !== "found") return isLost(number) ? lost : { kind: "unknown" };
  const listed = await whatsapp.hasPhoneNumber(access);
  if (listed.kind !== "answered") return isLost(listed) ? lost : { kind: "unknown" };
  return listed.has === false ? lost : { kind: "holds" };
}

function isLost(failed: Exclude<CallOutcome, { kind: "answered" }>): boolean {
  return failed.kind === "refused" && losesNumber(failed.code);
}
