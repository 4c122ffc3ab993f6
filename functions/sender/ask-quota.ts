import { type Reservation, reserveSend } from "../../shared/billing/reserve-quota.ts";
import type { Message, Tenant } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";

/** Longer than an unknown outcome takes to be settled: then what a crashed sender holds is free again. */
const reservationLifetimeMs = 3_600_000;

/** What the tenant's quota says to sending this message now. The notice that the bot keeps still is sent whatever it says. */
export async function askQuota(
  trx: TenantTransaction,
  tenant: Pick<Tenant, "quota_state"> | undefined,
  message: Pick<Message, "id" | "sender_type">,
  now: Date,
): Promise<Reservation | "suspended"> {
  if (message.sender_type === "system") return "unlimited";
  if (tenant?.quota_state === "suspended") return "suspended";
  return reserveSend(trx, message.id, {
    now,
    expiresAt: new Date(now.getTime() + reservationLifetimeMs),
  });
}
