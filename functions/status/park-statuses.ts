import type { Kysely } from "kysely";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import {
  findReportedMessages,
  lockWamids,
  recordMessageStatuses,
  statusKey,
} from "../../shared/sending/queries/status-batches.ts";
import { findSubject, subjectOf } from "./find-subject.ts";
import { keepAtHome } from "./keep-at-home.ts";
import { byTenant, type Outcomes, type StatusItem } from "./status-item.ts";

/**
 * Keeps statuses whose messages are not stored until they are; resolves to those whose message has been stored by now.
 * Whoever stores a message waits for this, and sees the status; or this waits, and sees the message: none is left lying.
 * In a transaction of its own, for nothing may be locked after Meta's ids are.
 */
export async function parkStatuses(
  db: Kysely<Database>,
  items: readonly StatusItem[],
  outcomes: Outcomes,
): Promise<StatusItem[]> {
  if (items.length === 0) return [];
  const found: StatusItem[] = [];
  await inSeveralTenants(db, async ({ enter }) => {
    for (const [tenantId, given] of byTenant(items)) {
      const trx = await enter(tenantId);
      const own = await keepAtHome(trx, given, outcomes);
      const subjects = own.map(subjectOf);
      await lockWamids(trx, subjects);
      const messages = await findReportedMessages(trx, subjects);
      const missing = own.filter((item) => findSubject(messages, item) === undefined);
      found.push(...own.filter((item) => findSubject(messages, item) !== undefined));
      const isNew = await recordMessageStatuses(
        trx,
        missing.map((item) => ({ ...item, messageId: undefined })),
      );
      for (const item of missing) {
        if (isNew.delete(statusKey(item)))
          outcomes.set(item, { outcome: "parked", word: item.reported.word });
      }
    }
  });
  return found;
}
