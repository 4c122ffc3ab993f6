import type { ReactNode } from "react";
import { captionOf } from "../inbox/preview-of.ts";
import { m } from "../messages/messages.ts";
import { Icon } from "../ui/icon.tsx";
import { clockTime } from "../ui/time.ts";
import { deliveryOf, failureOf } from "./delivery.ts";
import { DeliveryMark } from "./delivery-mark.tsx";
import type { ThreadMessage } from "./thread-query.ts";

type Props = {
  message: ThreadMessage;
  isFirstOfRun: boolean;
  meId: string | undefined;
  /** The file that it carries, drawn. */
  file: ReactNode;
};

const edges: Record<string, string> = {
  failed: "outline outline-1 outline-bad",
  unknown: "outline-1 outline-dashed outline-warn opacity-80",
  queued: "opacity-60",
  sending: "opacity-60",
  held: "opacity-60",
  canceled: "opacity-60",
};

/** A message: the customer's on the one side, ours on the other, with what became of it. */
export function Bubble({ message, isFirstOfRun, meId, file }: Props) {
  const isOurs = message.direction === "outbound";
  const side = isOurs ? "items-end" : "items-start";
  const look = isOurs ? `bg-bubble-out ${edges[message.status] ?? ""}` : "bg-bubble-in";
  return (
    <div className={`flex flex-col ${side} ${isFirstOfRun ? "mt-2.5" : "mt-1.5"}`}>
      <div className={`max-w-[min(440px,86%)] rounded-[9px] px-2.5 py-1.5 text-sm shadow-(--sh-1) ${look}`}>
        {isOurs && isFirstOfRun && <Sender message={message} meId={meId} />}
        {message.quoted && (
          <p dir="auto" className="mb-1 truncate border-s-2 border-wa ps-2 text-xs text-text-2">
            {message.quoted.text || m("sentType", { type: message.type })}
          </p>
        )}
        {file}
        <Words message={message} />
        <Sources citations={message.citations} />
        <p className="mt-0.5 flex items-center justify-end gap-1 text-xs text-text-2">
          {message.editedAt && <span>{m("edited")}</span>}
          <time dateTime={message.sentAt} title={message.sentAt}>
            {clockTime(message.sentAt)}
          </time>
          {isOurs && <DeliveryMark status={message.status} />}
        </p>
      </div>
      <Reactions reactions={message.reactions} />
      {isOurs && <Outcome message={message} />}
    </div>
  );
}

function Sender({
  message: { senderType, sender },
  meId,
}: {
  message: ThreadMessage;
  meId: string | undefined;
}) {
  if (senderType === "bot")
    return (
      <p className="mb-0.5 flex items-center gap-1 text-xs font-medium text-bot">
        <Icon name="robot" /> {m("bot")}
      </p>
    );
  const name = whoWrote({ senderType, sender }, meId);
  return <p className="mb-0.5 text-xs font-medium text-text-2">{name}</p>;
}

function whoWrote(
  { senderType, sender }: Pick<ThreadMessage, "senderType" | "sender">,
  meId: string | undefined,
): string {
  // What a person writes in the business's phone app has no name.
  if (sender === null) return m(senderType === "agent" ? "onThePhone" : "system");
  return sender.id === meId ? m("you") : (sender.name ?? m("aColleague"));
}

function Words({ message }: { message: ThreadMessage }) {
  const { type, revokedAt, media } = message;
  const text = media === null ? message.text : captionOf(message.text);
  if (revokedAt !== null) return <p className="text-text-3">{m("takenBackByThem")}</p>;
  if (text !== "")
    return (
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {text}
      </p>
    );
  return media === null ? <p className="text-text-3">{m("sentType", { type })}</p> : null;
}

function Sources({ citations }: { citations: unknown }) {
  const titles = titlesOf(citations);
  if (titles.length === 0) return null;
  return (
    <ul aria-label={m("sources")} className="mt-1.5 flex flex-wrap gap-1 border-t border-line-strong pt-1.5">
      {titles.map((title, at) => (
        <li key={title} className="rounded border border-bot-line bg-main px-1.5 text-xs text-bot">
          {at + 1} <bdi>{title}</bdi>
        </li>
      ))}
    </ul>
  );
}

function titlesOf(citations: unknown): string[] {
  if (!Array.isArray(citations)) return [];
  const titles = (citations as { title?: unknown }[]).map(({ title }) => title);
  return [...new Set(titles.filter((title) => typeof title === "string"))];
}

function Reactions({ reactions }: { reactions: unknown }) {
  if (!Array.isArray(reactions) || reactions.length === 0) return null;
  const emojis = (reactions as { emoji?: unknown }[]).map(({ emoji }) =>
    typeof emoji === "string" ? emoji : "",
  );
  return <p className="-mt-1 rounded-full border border-line bg-main px-1.5 text-xs">{emojis.join(" ")}</p>;
}

/** Below a message of ours that has not simply arrived: why, and what to do. */
function Outcome({ message: { status, error } }: { message: ThreadMessage }) {
  if (status === "failed")
    return (
      <p
        className="mt-1 max-w-[min(440px,86%)] text-xs text-bad"
        title={error?.code ? `(${error.code})` : undefined}
      >
        <strong className="font-semibold">{m("notDelivered")}</strong> {m(failureOf(error?.code))}
      </p>
    );
  if (status === "unknown")
    return (
      <p className="mt-1 max-w-[min(440px,86%)] text-xs text-warn">
        <strong className="font-semibold">{m("statusUnconfirmed")}.</strong> {m("unconfirmedHelp")}
      </p>
    );
  if (status === "canceled" || status === "held")
    return <p className="mt-1 text-xs text-text-3">{m(deliveryOf(status).words)}</p>;
  return null;
}
