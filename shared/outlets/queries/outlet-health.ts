import { type Kysely, sql } from "kysely";
import type { Database, Message, Outlet } from "../../db/schema.d.ts";
import { coexistenceLevel, nextThroughput } from "../../whatsapp/rules/send-pace.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type OutletDetails = {
  verifiedName?: string | undefined;
  displayPhoneNumber?: string | undefined;
  qualityRating?: string | undefined;
  throughputLevel?: string | undefined;
  /** In the WhatsApp Business app as well; missing where Graph did not say. */
  isUsedInApp?: boolean | undefined;
};

export type DueOutlet = {
  id: string;
  tenantId: string;
  status: Outlet["status"];
  statusReason: string | null;
};

/**
 * As the platform role: outlets of active tenants that want to be checked, the longest unchecked first. Active ones
 * not checked since `activeBefore`, others since `heldBefore`; disabled ones never.
 */
export async function listDueOutlets(
  platformDb: Kysely<Database>,
  { activeBefore, heldBefore, limit }: { activeBefore: Date; heldBefore: Date; limit: number },
): Promise<DueOutlet[]> {
  return platformDb
    .selectFrom("outlets")
    .innerJoin("tenants", "tenants.id", "outlets.tenant_id")
    .select([
      "outlets.id",
      "outlets.tenant_id as tenantId",
      "outlets.status",
      "outlets.status_reason as statusReason",
    ])
    .where("tenants.status", "=", "active")
    .where((where) => {
      const checkedAt = where.fn.coalesce("outlets.checked_at", "outlets.created_at");
      return where.or([
        where("outlets.status", "=", "active").and(checkedAt, "<", activeBefore),
        where("outlets.status", "in", ["paused", "unverified"]).and(checkedAt, "<", heldBefore),
      ]);
    })
    .orderBy("outlets.checked_at", (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();
}

/** As the platform role: paused outlets whose pause has ended by itself. */
export async function listEndedPauses(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ id: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("outlets")
    .select(["id", "tenant_id as tenantId"])
    .where("status", "=", "paused")
    .where("paused_until", "<=", now)
    .orderBy("paused_until")
    .limit(limit)
    .execute();
}

/** As the platform role: outlets that lost their number to another one, and whose admins were not told. */
export async function listMovedUntold(
  platformDb: Kysely<Database>,
  limit: number,
): Promise<{ id: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("outlets")
    .select(["id", "tenant_id as tenantId"])
    .where("status", "=", "moved")
    .where("moved_told_at", "is", null)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Stores what Graph tells of the outlet's number, or only that it was asked. */
export async function recordCheck(
  trx: TenantTransaction,
  outletId: string,
  checkedAt: Date,
  details: OutletDetails = {},
): Promise<void> {
  const { verifiedName, displayPhoneNumber, qualityRating, throughputLevel, isUsedInApp } = details;
  const level = { throughputLevel, isUsedInApp };
  await trx
    .updateTable("outlets")
    .set({
      checked_at: checkedAt,
      ...(verifiedName === undefined ? {} : { verified_name: verifiedName }),
      ...(displayPhoneNumber === undefined ? {} : { display_phone_number: displayPhoneNumber }),
      ...(qualityRating === undefined ? {} : { quality_rating: qualityRating }),
      ...(throughputLevel === undefined
        ? {}
        : {
            throughput_level: sql<string | null>`case when throughput_level = ${coexistenceLevel}
              then ${nextThroughput(coexistenceLevel, level)}::text else ${nextThroughput(null, level)}::text end`,
          }),
    })
    .where("id", "=", outletId)
    .execute();
}

/** What was refused: the token as it was stored, which one stored meanwhile is not; or a send, as it is told later. */
export type Refused = { ciphertext: Buffer } | { failedAt: Date };

/** False unless the outlet is active, has still the token that was refused, and was not mended since the failure. */
export async function markPaused(
  trx: TenantTransaction,
  outletId: string,
  {
    reason,
    message,
    until,
    refused,
  }: { reason: string; message: string; until?: Date | undefined; refused: Refused },
): Promise<boolean> {
  const paused = await trx
    .updateTable("outlets")
    .set((set) => ({
      status: "paused",
      status_reason: reason,
      status_message: message,
      paused_until: until ?? null,
      pause_told_at: null,
      version: set("version", "+", 1),
    }))
    .where("id", "=", outletId)
    .where("status", "=", "active")
    .where((where) =>
      "ciphertext" in refused
        ? where("access_token_ciphertext", "=", refused.ciphertext)
        : where.and(
            (["active_since", "access_token_set_at"] as const).map((since) =>
              where.or([where(since, "is", null), where(since, "<=", refused.failedAt)]),
            ),
          ),
    )
    .executeTakeFirst();
  return paused.numUpdatedRows > 0n;
}

/**
 * Locks the outlet and makes it active unless it is disabled; resolves to the status that it had. Throws PostgreSQL's
 * 23505 when another outlet has the number.
 */
export async function markActive(trx: TenantTransaction, outletId: string): Promise<Outlet["status"]> {
  const { status } = await trx
    .selectFrom("outlets")
    .select("status")
    .where("id", "=", outletId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (status === "active" || status === "disabled") return status;
  await trx
    .updateTable("outlets")
    .set((set) => ({
      status: "active",
      active_since: sql<Date>`now()`,
      // What was paused had proven its number before; all else proves it now.
      ...(status === "paused" ? {} : { proven_at: sql<Date>`now()`, moved_told_at: null }),
      paused_until: null,
      status_reason: null,
      status_message: null,
      version: set("version", "+", 1),
    }))
    .where("id", "=", outletId)
    .execute();
  return status;
}

/** Messages of the outlet that wait to be sent, in the order in which they were written. */
export async function listQueuedMessages(
  trx: TenantTransaction,
  outletId: string,
  limit: number,
): Promise<Pick<Message, "id" | "conversation_id">[]> {
  return trx
    .selectFrom("messages")
    .select(["id", "conversation_id"])
    .where("outlet_id", "=", outletId)
    .where("status", "=", "queued")
    .orderBy("sent_at")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** As the platform role: outlets of active tenants that are paused, and whose admins were not told. */
export async function listUntoldPauses(
  platformDb: Kysely<Database>,
  limit: number,
): Promise<{ id: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("outlets")
    .innerJoin("tenants", "tenants.id", "outlets.tenant_id")
    .select(["outlets.id", "outlets.tenant_id as tenantId"])
    .where("tenants.status", "=", "active")
    .where("outlets.status", "=", "paused")
    .where("outlets.pause_told_at", "is", null)
    .orderBy("outlets.id")
    .limit(limit)
    .execute();
}

/** The pause that was seen as `version` is told of; a later one is another. */
export async function recordPauseTold(
  trx: TenantTransaction,
  { outletId, version, at }: { outletId: string; version: number; at: Date },
): Promise<void> {
  await trx
    .updateTable("outlets")
    .set({ pause_told_at: at })
    .where("id", "=", outletId)
    .where("version", "=", version)
    .execute();
}
