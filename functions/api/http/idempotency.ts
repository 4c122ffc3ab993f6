import { createHash, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import {
  claimIdempotencyKey,
  deleteOldIdempotencyKeys,
  type IdempotentRequest,
  type KeptReply,
  recordIdempotentReply,
  releaseIdempotencyKey,
} from "./idempotency-keys.ts";
import type { Database } from "../../../shared/db/schema.d.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { type Principal, tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { type ApiServices } from "../services.ts";

const keyForm = /^[\x21-\x7e]{1,255}$/;

/**
 * Does a request with an Idempotency-Key once, and answers its repetitions with what was answered first
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/07/). Only success is kept: a request that
 * failed has changed nothing, and may be tried again with the same key.
 */
export async function doOnce(
  services: ApiServices,
  principal: Principal,
  given: { key: string; request: readonly (string | Uint8Array)[] },
  work: (request: IdempotentRequest) => Promise<KeptReply & { isKept: boolean }>,
): Promise<{ reply: KeptReply; replayed: boolean }> {
  const request = toRequest(principal, given);
  const claim = await inOwnScope(services, request, async (db) => {
    await deleteOldIdempotencyKeys(db, clearedAtOnce);
    return claimIdempotencyKey(db, request);
  });
  if (claim.kind === "done") return { reply: claim.reply, replayed: true };
  if (claim.kind === "mismatch") throw new HttpProblem("idempotency-mismatch");
  if (claim.kind === "in-progress") {
    throw new HttpProblem("conflict", "A request with this Idempotency-Key is being handled.", {
      headers: { "retry-after": "1" },
    });
  }
  let reply: KeptReply & { isKept: boolean };
  try {
    reply = await work(request);
  } catch (error) {
    await inOwnScope(services, request, async (db) => releaseIdempotencyKey(db, request));
    throw error;
  }
  // What has written nothing kept nothing with its work: a search, say. It is only answered alike.
  if (!reply.isKept) await keepReply(services, request, reply);
  return { reply, replayed: false };
}

/** Old keys go a few at a time, with those that come. */
const clearedAtOnce = 10;

function toRequest(
  principal: Principal,
  given: { key: string; request: readonly (string | Uint8Array)[] },
): IdempotentRequest {
  if (!keyForm.test(given.key)) {
    const message = "must be 1 to 255 visible ASCII characters";
    throw new HttpProblem("invalid", undefined, {
      errors: [{ field: "Idempotency-Key", in: "header", code: "wrong-format", message }],
    });
  }
  const hash = createHash("sha256");
  for (const part of given.request) hash.update(part).update("\0");
  return {
    tenantId: tenantOf(principal) ?? null,
    principal: `${principal.kind}:${principal.id}`,
    key: given.key,
    requestSha256: hash.digest(),
    attemptId: randomUUID(),
  };
}

/** Where the principal's keys are: with its tenant, or with the platform. */
async function inOwnScope<T>(
  { db, platformDb }: ApiServices,
  { tenantId }: IdempotentRequest,
  work: (db: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return tenantId === null ? work(platformDb) : inTenant(db, tenantId, work);
}

async function keepReply({ db }: ApiServices, request: IdempotentRequest, reply: KeptReply): Promise<void> {
  if (request.tenantId === null) return recordIdempotentReply(db, request, reply);
  return inTenant(db, request.tenantId, async (trx) => recordIdempotentReply(trx, request, reply));
}
