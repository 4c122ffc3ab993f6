import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { wake } from "../../shared/conversations/queries/conversation-acts.ts";
import { listToWake } from "../../shared/conversations/queries/waiting-conversations.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/** Takes up the conversations that people put aside until now. */
export async function wakeConversations(services: MaintenanceServices): Promise<{ woken: number }> {
  const now = services.now();
  let woken = 0;
  for (const { id, tenantId } of await listToWake(services.platformDb, { now, limit: batchSize })) {
    woken += await inWork(services, tenantId, {}, async ({ trx, emit }) => {
      // Somebody may have put it aside for longer since it was listed.
      const { snoozed_until: until } = await lockConversation(trx, id);
      if (until === null || until > now) return 0;
      await wake(trx, id);
      emit("conversation.changed", { conversationId: id, change: "handling" });
      return 1;
    });
  }
  return { woken };
}
