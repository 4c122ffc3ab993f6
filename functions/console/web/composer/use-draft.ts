import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSession } from "../shell/session-context.ts";
import { draftKey, draftQuery, keepDraft } from "./draft-change.ts";

const restMs = 1_200;

export type Draft = {
  text: string;
  state: "none" | "typing" | "saved" | "unsaved";
  change(text: string): void;
};

/**
 * What the person is writing here. It is kept by the server as soon as the hands rest, and when the conversation is left;
 * until the server's own is read, what is typed counts.
 */
export function useDraft(conversationId: string): Draft {
  const session = useSession();
  const queries = useQueryClient();
  const kept = useQuery(draftQuery(session, conversationId));
  const [typed, setTyped] = useState<string>();
  const [state, setState] = useState<Draft["state"]>("none");
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined);
  const keep = useRef(async (_text: string): Promise<void> => {});
  useEffect(() => {
    keep.current = async (text) => {
      try {
        await keepDraft(session, conversationId)(text);
        queries.setQueryData(draftKey(session.tenantId, conversationId), {
          body: text,
          version: 1,
          updatedAt: null,
        });
        setState(text === "" ? "none" : "saved");
      } catch {
        setState("unsaved");
      }
    };
  });
  const flush = () => {
    if (waiting.current === undefined) return;
    clearTimeout(waiting.current.timer);
    const { text } = waiting.current;
    waiting.current = undefined;
    void keep.current(text);
  };
  useEffect(() => {
    addEventListener("visibilitychange", flush);
    return () => {
      removeEventListener("visibilitychange", flush);
      flush();
    };
  }, []);
  return {
    text: typed ?? kept.data?.body ?? "",
    state: typed === undefined && kept.data?.body ? "saved" : state,
    change(text) {
      setTyped(text);
      setState("typing");
      if (waiting.current !== undefined) clearTimeout(waiting.current.timer);
      waiting.current = { text, timer: setTimeout(flush, text === "" ? 0 : restMs) };
    },
  };
}
