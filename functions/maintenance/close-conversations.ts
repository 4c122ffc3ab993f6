import { closeIdle } from "../../shared/conversations/queries/conversation-acts.ts";
import { listTenantsWithIdle } from "../../shared/conversations/queries/waiting-conversations.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { inboxSettingsOf } from "../../shared/tenants/rules/inbox-settings.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;
const hourMs = 60 * 60_000;

/** Closes what has been silent for as long as its tenant has set. What is left of many is closed by the next run. */
export async function closeConversations(services: MaintenanceServices): Promise<{ closed: number }> {
  const now = services.now();
  // An hour is the shortest that can be set.
  const tenantIds = await listTenantsWithIdle(services.platformDb, new Date(now.getTime() - hourMs));
  let closed = 0;
  for (const tenantId of tenantIds) {
    closed += await inWork(services, tenantId, {}, async ({ trx, emit }) => {
      const tenant = await findTenant(trx);
      if (tenant === undefined || tenant.status === "erasing") return 0;
      const { closeBotAfterHours, closeHumanAfterHours } = inboxSettingsOf(tenant);
      const ids: string[] = [];
      for (const [handledBy, hours] of [
        ["bot", closeBotAfterHours],
        ["human", closeHumanAfterHours],
      ] as const) {
        if (hours === null) continue;
        const idleSince = new Date(now.getTime() - hours * hourMs);
        ids.push(...(await closeIdle(trx, { handledBy, idleSince, now, limit: batchSize })));
      }
      for (const conversationId of ids) emit("conversation.changed", { conversationId, change: "handling" });
      return ids.length;
    });
  }
  return { closed };
}
