import { handBack } from "../../shared/conversations/queries/conversations.ts";
import { listIdleConversations } from "../../shared/conversations/queries/idle-conversations.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/** Gives conversations back to the bot in which, since they were handed over, nobody has said a word for long. */
export async function returnConversations(services: MaintenanceServices): Promise<{ returned: number }> {
  const idleBefore = new Date(services.now().getTime() - services.config.HANDOFF_RETURN_AFTER_MS);
  const idle = await listIdleConversations(services.platformDb, { idleBefore, limit: batchSize });
  let returned = 0;
  for (const { id, tenantId } of idle) {
    const changed = await inWork(services, tenantId, {}, async (work) => {
      if (!(await handBack(work.trx, id, idleBefore))) return false;
      work.emit("conversation.changed", { conversationId: id, change: "handling" });
      return true;
    });
    if (changed) returned += 1;
  }
  return { returned };
}
