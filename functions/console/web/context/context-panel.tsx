import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client.ts";
import { earlierQuery } from "../conversation/conversation-query.ts";
import { TagEditor } from "../conversation/tag-editor.tsx";
import { holderOf } from "../inbox/holder.ts";
import { nameOf, numberOf } from "../inbox/name-of.ts";
import { m } from "../messages/messages.ts";
import type { MessageKey } from "../messages/en.ts";
import { useSession } from "../shell/session-context.ts";
import { Chip } from "../ui/chip.tsx";
import { formatTime } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { nearTime } from "../ui/time.ts";

type Props = {
  conversation: Schemas["Conversation"];
  outlet: string | undefined;
  meId: string | undefined;
  now: number;
  onOpen(id: string): void;
};

const reasons: Record<string, MessageKey> = {
  "no-answer": "handoffNoAnswer",
  "asked-for-human": "handoffAsked",
  unreadable: "handoffUnreadable",
  technical: "handoffTechnical",
  quota: "handoffQuota",
  rule: "handoffRule",
  "answered-in-app": "handoffInApp",
  taken: "handoffTaken",
};

/** Beside the thread: who it is, who has it, why the bot handed over, and what was before. */
export function ContextPanel({ conversation, outlet, meId, now, onOpen }: Props) {
  const { id, contact, handoff, createdAt, outcome, closeReason } = conversation;
  const earlier = useQuery(earlierQuery(useSession(), contact.id));
  const before = (earlier.data ?? []).filter((one) => one.id !== id);
  const who = holderOf(conversation, meId) ?? m("nobody");
  return (
    <aside aria-label={m("context")} className="flex flex-col overflow-auto bg-panel">
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-sm font-semibold">
          <bdi>{nameOf(contact)}</bdi>
        </h2>
        <p className="text-xs text-text-2">
          <bdi dir="ltr">{contact.phone && numberOf(contact.phone)}</bdi>
          {contact.username && ` @${contact.username}`}
        </p>
        {(contact.isBlocked || contact.isOptedOut) && (
          <div className="mt-2 flex flex-wrap gap-1">
            {contact.isBlocked && <Chip tone="bad">{m("blocked")}</Chip>}
            {contact.isOptedOut && <Chip tone="warn">{m("noAdvertising")}</Chip>}
          </div>
        )}
        <TagEditor conversation={conversation} />
      </header>
      <Group title={m("conversation")}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-text-2">
          <Fact name={m("outlet")}>{outlet}</Fact>
          <Fact name={m("assignedTo")}>{who}</Fact>
          <Fact name={m("opened")}>{formatTime(createdAt)}</Fact>
          {outcome !== null && <Fact name={m("outcome")}>{m(outcomes[outcome])}</Fact>}
          {closeReason !== null && <Fact name={m("reason")}>{closeReason}</Fact>}
        </dl>
      </Group>
      {handoff !== null && handoff.code !== null && (
        <Group title={m("whyHandedOver")} icon>
          <p className="text-text-2">{m(reasons[handoff.code] ?? "handoffOther")}</p>
          {handoff.summary && (
            <p dir="auto" className="mt-1 text-text-2">
              {handoff.summary}
            </p>
          )}
        </Group>
      )}
      {before.length > 0 && (
        <Group title={m("before", { count: before.length })}>
          <ul className="-mx-2">
            {before.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  onClick={() => onOpen(one.id)}
                  className="flex w-full cursor-pointer gap-2 rounded-md px-2 py-1 text-start hover:bg-hover"
                >
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="block truncate">
                      {one.lastMessage?.text || m("conversation")}
                    </span>
                    <span className="block text-xs text-text-3">
                      {one.outcome === null ? m("open") : m(outcomes[one.outcome])}
                    </span>
                  </span>
                  <span className="text-xs text-text-3">{nearTime(one.createdAt, new Date(now))}</span>
                </button>
              </li>
            ))}
          </ul>
        </Group>
      )}
    </aside>
  );
}

const outcomes = {
  resolved: "outcomeResolved",
  "no-answer-needed": "outcomeNoAnswer",
  duplicate: "outcomeDuplicate",
  spam: "outcomeSpam",
  idle: "outcomeIdle",
} as const;

function Group({ title, icon = false, children }: { title: string; icon?: boolean; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-1.5 flex items-center gap-1.5 font-semibold">
        {icon && <Icon name="robot" className="text-bot" />}
        {title}
      </h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="text-text">{children}</dd>
    </>
  );
}
