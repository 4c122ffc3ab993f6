import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Schemas } from "../api/client.ts";
import { inboxKey } from "../inbox/inbox-query.ts";
import { useSession } from "../shell/session-context.ts";
import { type Act, foresee, inverseOf, perform, show } from "./act-change.ts";
import { conversationKey } from "./conversation-query.ts";

type Conversation = Schemas["Conversation"];
export type Done = { act: Act; undo: (() => void) | undefined };
const undoMs = 5_000;

/** Acts that show at once, can be taken back for five seconds, and say why where they were refused. */
export function useActs(me: { id: string; name: string }) {
  const session = useSession();
  const queries = useQueryClient();
  const [done, setDone] = useState<Done>();
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    if (done === undefined) return undefined;
    const timer = setTimeout(() => setDone(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [done]);

  const run = async (before: Conversation, act: Act): Promise<void> => {
    const { tenantId } = session;
    setRefusal(undefined);
    const after = foresee(before, act, me);
    await queries.cancelQueries({ queryKey: conversationKey(tenantId, before.id) });
    show(queries, tenantId, after);
    try {
      await perform(session, before.id, act);
      const inverse = inverseOf(act, before);
      setDone({ act, undo: inverse && (() => void run(after, inverse).then(() => setDone(undefined))) });
    } catch (error) {
      show(queries, tenantId, before);
      setRefusal(error instanceof Error ? error.message : String(error));
    }
    await Promise.all([
      queries.invalidateQueries({ queryKey: conversationKey(tenantId, before.id) }),
      queries.invalidateQueries({ queryKey: inboxKey(tenantId) }),
      queries.invalidateQueries({ queryKey: [tenantId, "inbox-counts"] }),
      queries.invalidateQueries({ queryKey: [tenantId, "events", before.id] }),
    ]);
  };
  return { run, done, refusal, dismiss: () => setRefusal(undefined) };
}
