import { sql } from "kysely";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { openPeriods } from "./open-periods.ts";

/** What the sender asks for before each send. */
const sendMeter = "message.outbound";

export type Reservation =
  /** Held for this message until it is settled, counted or expires. */
  | "reserved"
  /** The plan has no hard limit on it. */
  | "unlimited"
  /** There is none left. */
  | "exhausted"
  /** What is left is held by others, who may yet give it back. */
  | "busy";

/**
 * Asks the scope's tenant's quota for one message, in the transaction that claims the send. However many ask at once,
 * no more are let through than a hard quota includes.
 */
export async function reserveSend(
  trx: TenantTransaction,
  messageId: string,
  { now, expiresAt }: { now: Date; expiresAt: Date },
): Promise<Reservation> {
  const answer = await reserve(trx, messageId, now, expiresAt);
  if (answer !== "no-period") return answer;
  // A period has just ended, and nobody has opened the next.
  if ((await openPeriods(trx, now)) === undefined) return "unlimited";
  const again = await reserve(trx, messageId, now, expiresAt);
  return again === "no-period" ? "unlimited" : again;
}

async function reserve(
  trx: TenantTransaction,
  messageId: string,
  now: Date,
  expiresAt: Date,
): Promise<Reservation | "no-period"> {
  const { rows } = await sql<{ answer: Reservation | "no-period" }>`
    select reserve_quota(${sendMeter}, ${messageId}, 1, ${now}, ${expiresAt}) as answer`.execute(trx);
  return rows[0]?.answer ?? "unlimited";
}

/** WhatsApp took the message: what was held stays so until the usage is counted. */
export async function commitReservation(trx: TenantTransaction, messageId: string): Promise<void> {
  await sql`select settle_reservation(${sendMeter}, ${messageId}, true)`.execute(trx);
}

/** The message was not sent, for sure: others may have what was held. */
export async function releaseReservation(trx: TenantTransaction, messageId: string): Promise<void> {
  await sql`select settle_reservation(${sendMeter}, ${messageId}, false)`.execute(trx);
}
