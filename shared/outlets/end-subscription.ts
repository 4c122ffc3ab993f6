import type { Kysely } from "kysely";
import type { WhatsApp } from "../whatsapp/client/whatsapp.ts";
import { lockAndCountOutlets } from "./queries/claims.ts";
import type { Database } from "../db/schema.d.ts";
import type { Log } from "../runtime/log.ts";

/**
 * Has Meta send no more webhooks of the account, unless an outlet of some tenant wants them. Who proves a number of it
 * meanwhile waits, and then subscribes once more: see `subscribeAgain`. False when it could not be done; never
 * rejects, for it is asked for by what is done already.
 */
export async function endSubscription(
  { platformDb, whatsapp, log }: { platformDb: Kysely<Database>; whatsapp: WhatsApp; log: Log },
  {
    tenantId,
    businessAccountId,
    accessToken,
  }: { tenantId: string; businessAccountId: string; accessToken: string },
): Promise<boolean> {
  try {
    const outcome = await platformDb.transaction().execute(async (trx) => {
      if ((await lockAndCountOutlets(trx, businessAccountId)) > 0) return undefined;
      return whatsapp.unsubscribeApp({ businessAccountId, accessToken });
    });
    if (outcome === undefined || outcome.kind === "done") return true;
    log.warn("webhooks of an account could not be ended", { tenantId, outcome });
  } catch (error) {
    log.warn("webhooks of an account could not be ended", { tenantId, error });
  }
  return false;
}

/**
 * Call it once an outlet that has proven its number is committed: what somebody else ended since it was checked begins
 * again. When it fails the next probe of the outlet does it.
 */
export async function subscribeAgain(
  { whatsapp, log }: { whatsapp: WhatsApp; log: Log },
  access: { tenantId: string; businessAccountId: string; accessToken: string },
): Promise<void> {
  const outcome = await whatsapp.subscribeApp(access);
  if (outcome.kind !== "done")
    log.warn("the app was not subscribed once more", { tenantId: access.tenantId, outcome });
}
