import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { DeliveryMark } from "../thread/delivery-mark.tsx";
import { nearTime, shortSpan } from "../ui/time.ts";
import { HolderMark } from "./holder-mark.tsx";
import { nameOf } from "./name-of.ts";
import { previewOf } from "./preview-of.ts";

type Conversation = Schemas["Conversation"];
type Props = {
  conversation: Conversation;
  outlet: string | undefined;
  meId: string | undefined;
  now: number;
};

/** Two lines: who and when, what was said last and how long somebody waits. */
export function ConversationRow({ conversation, outlet, meId, now }: Props) {
  const { contact, lastMessage, unreadCount, handledBy, assignee } = conversation;
  const isUnread = unreadCount > 0;
  return (
    <div className="flex h-14 items-start gap-2.5 px-3.5 py-2">
      <HolderMark handledBy={handledBy} assignee={assignee} meId={meId} />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-w-0 items-baseline gap-1.5">
          <bdi className={`max-w-[70%] shrink-0 truncate ${isUnread ? "font-semibold" : "font-medium"}`}>
            {nameOf(contact)}
          </bdi>
          {outlet && <span className="truncate text-xs text-text-3">{outlet}</span>}
          <time
            dateTime={lastMessage?.sentAt}
            title={lastMessage?.sentAt}
            className="ms-auto shrink-0 text-xs text-text-3"
          >
            {lastMessage && nearTime(lastMessage.sentAt, new Date(now))}
          </time>
        </div>
        <div className="flex min-w-0 items-center gap-1.5 text-xs">
          {lastMessage?.direction === "outbound" && <DeliveryMark status={lastMessage.status} />}
          <span dir="auto" className={`truncate ${isUnread ? "text-text" : "text-text-2"}`}>
            {lastMessage && previewOf(lastMessage)}
          </span>
          <span className="ms-auto flex shrink-0 items-center gap-1.5">
            <RowState conversation={conversation} now={now} />
            {isUnread && (
              <span className="rounded-full bg-accent px-1.5 text-[11px] leading-4 font-semibold text-on-ink">
                {unreadCount}
                <span className="sr-only"> {m("unread")}</span>
              </span>
            )}
          </span>
        </div>
      </div>
    </div>
  );
}

const lateMs = 30 * 60_000;
const soonMs = 15 * 60_000;

/** What of it needs a look; the first that holds. */
function RowState({ conversation, now }: { conversation: Conversation; now: number }) {
  const { lastMessage, waitingSince, windowClosesAt, state, snoozedUntil, handledBy } = conversation;
  if (lastMessage?.status === "failed") return <span className="text-bad">{m("statusFailed")}</span>;
  if (lastMessage?.status === "unknown") return <span className="text-warn">{m("statusUnconfirmed")}</span>;
  if (waitingSince !== null && handledBy === "human") {
    const waited = now - Date.parse(waitingSince);
    const tone = waited > lateMs ? "text-bad" : waited > soonMs ? "text-warn" : "text-text-3";
    return (
      <span className={`${tone} font-medium`} title={m("waits", { span: shortSpan(waited) })}>
        {shortSpan(waited)}
      </span>
    );
  }
  if (state === "snoozed")
    return (
      <span className="text-text-3">
        {snoozedUntil ? nearTime(snoozedUntil, new Date(now)) : m("untilReply")}
      </span>
    );
  const isClosedWindow = windowClosesAt === null || Date.parse(windowClosesAt) <= now;
  return isClosedWindow && state === "open" ? <span className="text-text-3">{m("templateOnly")}</span> : null;
}
