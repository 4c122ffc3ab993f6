import type { QueryClient } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Session } from "../api/session.ts";
import { threadKey } from "../thread/thread-query.ts";
import { notePending, type PendingSend } from "./pending-sends.ts";

type Where = { conversationId: string; outletId: string; contactId: string };
type Options = {
  /** The last message in sight: refused where something was written since. */
  ifLastMessageId?: string | undefined;
};

/** Waits before the same request is made again, for an answer that was lost. */
const patienceMs = [500, 1_500, 4_000];

/**
 * Sends a reply and shows where it is. The key is the same each time, so that a lost answer doubles nothing: what the
 * server has under it already is answered as before.
 */
export const sendReply =
  ({ api, tenantId }: Session, queries: QueryClient) =>
  async (
    send: PendingSend,
    { conversationId, outletId, contactId }: Where,
    { ifLastMessageId }: Options = {},
  ) => {
    const where = { tenantId, conversationId };
    const ask = async () =>
      dataOf(
        api.POST("/api/v1/messages", {
          params: { header: { "idempotency-key": send.key } },
          body: {
            tenantId,
            outletId,
            to: { contactId },
            message: send.message,
            ...(ifLastMessageId === undefined ? {} : { ifLastMessageId }),
          },
        }),
      );
    notePending(queries, where, { ...send, state: "sending" });
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { id } = await ask();
        notePending(queries, where, { ...send, state: "sending", messageId: id });
        await queries.invalidateQueries({ queryKey: threadKey(tenantId, conversationId) });
        return;
      } catch (error) {
        const isRefused = error instanceof ApiProblem && error.problem.status < 500;
        if (isRefused) {
          notePending(queries, where, { ...send, state: "refused", reason: error.message });
          throw error;
        }
        const wait = patienceMs[attempt];
        if (wait === undefined) {
          notePending(queries, where, { ...send, state: "unconfirmed" });
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
