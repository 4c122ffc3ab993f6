import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { ConversationRow } from "./conversation-row.tsx";

type Props = {
  rows: readonly Schemas["Conversation"][];
  outletName(id: string): string | undefined;
  meId: string | undefined;
  openId: string | undefined;
  now: number;
  hasMore: boolean;
  onOpen(id: string): void;
  onEnd(): void;
};

const rowHeight = 56;

/** As many conversations as there are; only those in sight are drawn. */
export function ConversationList({ rows, outletName, meId, openId, now, hasMore, onOpen, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 10) onEnd();
  }, [hasMore, last, rows.length, onEnd]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul aria-label={m("conversations")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const isOpen = row.id === openId;
          return (
            <li
              key={row.id}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
            >
              <button
                type="button"
                aria-current={isOpen ? "true" : undefined}
                onClick={() => onOpen(row.id)}
                className={`block w-full cursor-pointer border-s-2 text-start focus-visible:-outline-offset-2 ${isOpen ? "border-accent bg-selected" : "border-transparent hover:bg-hover"}`}
              >
                <ConversationRow conversation={row} outlet={outletName(row.outletId)} meId={meId} now={now} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
