import { sql } from "kysely";
import type { ExpressionBuilder, Kysely } from "kysely";
import { toJsonb } from "../../../shared/db/jsonb.ts";
import type { Database } from "../../../shared/db/schema.d.ts";

/** One request that must not be done twice. In the tenant's scope, or with tenantId null as the platform role. */
export type IdempotentRequest = {
  tenantId: string | null;
  principal: string;
  key: string;
  requestSha256: Buffer;
  /** Of this try: only it may settle what it has claimed. */
  attemptId: string;
};

export type KeptReply = { status: number; headers: Record<string, string>; body: string | null };

export type IdempotencyClaim =
  /** Ours to do. */
  | { kind: "claimed" }
  | { kind: "done"; reply: KeptReply }
  /** Another try is at it now. */
  | { kind: "in-progress" }
  /** The key was used for something else. */
  | { kind: "mismatch" };

/** A kept answer serves for a day; a claim that nobody settled may be taken over after a minute. */
const keptFor = sql`interval '24 hours'`;
const lockedFor = sql`interval '1 minute'`;

/** Says whether we are first, or what came of the first. Atomic: of several tries at once one is. */
export async function claimIdempotencyKey(
  db: Kysely<Database>,
  request: IdempotentRequest,
): Promise<IdempotencyClaim> {
  const { rows } = await sql<{ attempt_id: string }>`
    insert into idempotency_keys as k (tenant_id, principal, key, request_sha256, attempt_id, locked_until)
    values (${request.tenantId}, ${request.principal}, ${request.key}, ${request.requestSha256}, ${request.attemptId}, now() + ${lockedFor})
    on conflict (tenant_id, principal, key) do update
      set request_sha256 = excluded.request_sha256, attempt_id = excluded.attempt_id, locked_until = excluded.locked_until,
        status = null, headers = null, body = null, created_at = now()
      where k.created_at < now() - ${keptFor}
        or (k.status is null and k.locked_until < now() and k.request_sha256 = excluded.request_sha256)
    returning attempt_id`.execute(db);
  if (rows.length > 0) return { kind: "claimed" };
  const held = await db
    .selectFrom("idempotency_keys")
    .select(["request_sha256", "status", "headers", "body"])
    .where((where) => isOf(where, request))
    .executeTakeFirst();
  // Released between the two statements.
  if (held === undefined) return { kind: "in-progress" };
  if (!held.request_sha256.equals(request.requestSha256)) return { kind: "mismatch" };
  if (held.status === null) return { kind: "in-progress" };
  return {
    kind: "done",
    reply: { status: held.status, headers: held.headers as Record<string, string>, body: held.body },
  };
}

/** Keeps the answer, in the transaction that does the work where there is one: whichever tenant's scope that is in. */
export async function recordIdempotentReply(
  db: Kysely<Database>,
  request: IdempotentRequest,
  reply: KeptReply,
): Promise<void> {
  if (request.tenantId === null) {
    const { principal, key, attemptId } = request;
    await sql`select keep_operator_reply(${principal}, ${key}, ${attemptId}, ${reply.status},
      ${JSON.stringify(reply.headers)}::jsonb, ${reply.body})`.execute(db);
    return;
  }
  await db
    .updateTable("idempotency_keys")
    .set({ status: reply.status, headers: toJsonb(reply.headers), body: reply.body })
    .where((where) => isOf(where, request))
    .where("attempt_id", "=", request.attemptId)
    .execute();
}

/** Gives the key back after a try that changed nothing, so that the next may do it. */
export async function releaseIdempotencyKey(db: Kysely<Database>, request: IdempotentRequest): Promise<void> {
  await db
    .deleteFrom("idempotency_keys")
    .where((where) => isOf(where, request))
    .where("attempt_id", "=", request.attemptId)
    .where("status", "is", null)
    .execute();
}

/** Forgets, of the scope, up to so many that are older than an answer is kept. */
export async function deleteOldIdempotencyKeys(db: Kysely<Database>, limit: number): Promise<void> {
  const old = db
    .selectFrom("idempotency_keys")
    .select("id")
    .where("created_at", "<", sql<Date>`now() - ${keptFor}`)
    .limit(limit);
  await db.deleteFrom("idempotency_keys").where("id", "in", old).execute();
}

/** Whether it is the row of this tenant, principal and key. */
function isOf(where: ExpressionBuilder<Database, "idempotency_keys">, request: IdempotentRequest) {
  return where.and([
    where("tenant_id", "is not distinct from", request.tenantId),
    where("principal", "=", request.principal),
    where("key", "=", request.key),
  ]);
}
