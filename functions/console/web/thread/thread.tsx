import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Schemas } from "../api/client.ts";
import { dropPending, pendingSendsQuery, type PendingSend } from "../composer/pending-sends.ts";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { useSession } from "../shell/session-context.ts";
import { dayKey } from "../ui/time.ts";
import { Bubble } from "./bubble.tsx";
import { MessageFile } from "./message-file.tsx";
import { type ThreadItem, threadItems } from "./thread-items.ts";
import { DayMark, EventLine, NoteCard, PendingBubble, UnreadMark } from "./thread-marks.tsx";
import { eventsQuery, notesQuery, threadQuery } from "./thread-query.ts";

type Props = {
  conversation: Schemas["Conversation"];
  people: readonly Schemas["User"][];
  meId: string | undefined;
  onAgain(send: PendingSend): void;
  onEdit(send: PendingSend): void;
};

/** All that was said and done between a contact and an outlet. The newest stands at the lower edge, and stays there. */
export function Thread({ conversation: { id, unreadCount }, people, meId, onAgain, onEdit }: Props) {
  const session = useSession();
  const queries = useQueryClient();
  const thread = useInfiniteQuery(threadQuery(session, id));
  const notes = useQuery(notesQuery(session, id));
  const events = useQuery(eventsQuery(session, id));
  const pending = useQuery(pendingSendsQuery(session.tenantId, id));
  // As it was when the thread was opened: the mark stays where it was while one reads on.
  const [unread] = useState(unreadCount);
  const messages = useMemo(
    () => (thread.data?.pages ?? []).toReversed().flatMap(({ data }) => data),
    [thread.data],
  );
  const items = useMemo(
    () =>
      threadItems({
        messages,
        notes: notes.data ?? [],
        events: events.data ?? [],
        pending: pending.data,
        unread,
        dayOf: dayKey,
      }),
    [messages, notes.data, events.data, pending.data, unread],
  );
  const edit = (send: PendingSend) => {
    dropPending(queries, { tenantId: session.tenantId, conversationId: id }, send.key);
    onEdit(send);
  };
  return (
    // Turned round, a region keeps its distance from the lower edge, whatever comes in above.
    <div className="flex min-h-0 flex-1 flex-col-reverse overflow-auto bg-thread px-4 py-3">
      <div role="log" aria-label={m("thread")}>
        <Loaded query={thread}>
          {() => (
            <>
              <OlderEdge
                hasOlder={thread.hasNextPage}
                isBusy={thread.isFetchingNextPage}
                onSeen={() => void thread.fetchNextPage()}
              />
              {items.map((item) => (
                <Item
                  key={item.key}
                  item={item}
                  people={people}
                  meId={meId}
                  onAgain={onAgain}
                  onEdit={edit}
                />
              ))}
            </>
          )}
        </Loaded>
      </div>
    </div>
  );
}

type ItemProps = Pick<Props, "people" | "meId" | "onAgain" | "onEdit"> & { item: ThreadItem };

function Item({ item, people, meId, onAgain, onEdit }: ItemProps) {
  switch (item.kind) {
    case "day":
      return <DayMark at={item.at} />;
    case "unread":
      return <UnreadMark count={item.count} />;
    case "note":
      return <NoteCard note={item.note} />;
    case "event":
      return <EventLine event={item.event} people={people} />;
    case "pending":
      return (
        <PendingBubble send={item.send} onAgain={() => onAgain(item.send)} onEdit={() => onEdit(item.send)} />
      );
    case "message":
      return (
        <Bubble
          message={item.message}
          isFirstOfRun={item.isFirstOfRun}
          meId={meId}
          file={<MessageFile message={item.message} />}
        />
      );
  }
}

/** Reads older messages as soon as the upper edge comes into sight. */
function OlderEdge({ hasOlder, isBusy, onSeen }: { hasOlder: boolean; isBusy: boolean; onSeen(): void }) {
  const edge = useRef<HTMLParagraphElement>(null);
  const seen = useRef(onSeen);
  useEffect(() => {
    seen.current = onSeen;
  });
  useEffect(() => {
    if (!hasOlder || isBusy || edge.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && seen.current());
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [hasOlder, isBusy]);
  return (
    <p ref={edge} className="py-2 text-center text-xs text-text-2">
      {m(hasOlder ? "olderComes" : "threadBegins")}
    </p>
  );
}
