import type { Schemas } from "../api/client.ts";
import type { PendingSend } from "../composer/pending-sends.ts";
import { m } from "../messages/messages.ts";
import type { MessageKey } from "../messages/en.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { clockTime, dayName } from "../ui/time.ts";
import type { ConversationEvent, Note } from "./thread-query.ts";

export function DayMark({ at }: { at: string }) {
  return <p className="my-3 text-center text-xs text-text-2">{dayName(at)}</p>;
}

export function UnreadMark({ count }: { count: number }) {
  return (
    <p className="my-2 flex items-center gap-2 text-xs font-medium text-accent-text before:h-px before:flex-1 before:bg-accent after:h-px after:flex-1 after:bg-accent">
      {m("newSince", { count })}
    </p>
  );
}

export function NoteCard({ note }: { note: Note }) {
  return (
    <article className="my-2.5 rounded-[9px] border border-warn-line bg-warn-soft px-3 py-2">
      <p className="flex items-center gap-1.5 text-xs text-warn">
        <Icon name="note" />
        {m("noteBy", { name: note.author?.name ?? m("aColleague"), time: clockTime(note.createdAt) })}
      </p>
      <p dir="auto" className="mt-0.5 text-sm wrap-anywhere whitespace-pre-wrap">
        {note.body}
      </p>
    </article>
  );
}

const happened: Record<ConversationEvent["kind"], MessageKey> = {
  "handed-over": "eventHandedOver",
  "handed-back": "eventHandedBack",
  assigned: "eventAssigned",
  released: "eventReleased",
  snoozed: "eventSnoozed",
  woken: "eventWoken",
  closed: "eventClosed",
  reopened: "eventReopened",
};

/** Why people have it when they, not the bot, decided so. */
const byPeople = new Set(["taken", "answered-in-app"]);

type EventProps = { event: ConversationEvent; people: readonly Schemas["User"][] };

export function EventLine({ event, people }: EventProps) {
  const who = event.actor?.name ?? m(event.actor === null ? "system" : "aColleague");
  const { userId } = event.data;
  const to = people.find(({ id }) => id === userId)?.displayName ?? "";
  const isTaken = event.kind === "assigned" && event.actor?.id === userId;
  const isByPeople = event.kind === "handed-over" && byPeople.has(String(event.data["code"]));
  const title = isTaken ? "eventTaken" : isByPeople ? "eventTakenOver" : happened[event.kind];
  return (
    <p className="my-2 flex items-center justify-center gap-1.5 text-center text-xs text-text-2">
      <Icon name="event" />
      <span>
        {m(title, { who, to })} · {clockTime(event.createdAt)}
      </span>
    </p>
  );
}

type PendingProps = { send: PendingSend; onAgain(): void; onEdit(): void };

/** A reply that the server does not have yet, or has refused. Nothing of it is lost. */
export function PendingBubble({ send, onAgain, onEdit }: PendingProps) {
  const { state, text, reason } = send;
  const edge =
    state === "refused"
      ? "outline outline-1 outline-bad"
      : state === "unconfirmed"
        ? "outline-1 outline-dashed outline-warn"
        : "opacity-60";
  return (
    <div className="mt-1.5 flex flex-col items-end">
      <div className={`max-w-[min(440px,86%)] rounded-[9px] bg-bubble-out px-2.5 py-1.5 text-sm ${edge}`}>
        <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
          {text}
        </p>
        <p className="mt-0.5 flex justify-end text-text-2">
          <Icon name="clock" label={m("statusSending")} />
        </p>
      </div>
      {state !== "sending" && (
        <div role="status" className="mt-1 flex flex-wrap items-center justify-end gap-1 text-xs">
          <span className={state === "refused" ? "text-bad" : "text-warn"}>
            <strong className="font-semibold">{m(state === "refused" ? "notSent" : "noAnswer")}</strong>{" "}
            {reason ?? m("noAnswerHelp")}
          </span>
          <Button look="quiet" onPress={onAgain}>
            {m("tryAgain")}
          </Button>
          <Button look="quiet" onPress={onEdit}>
            {m("edit")}
          </Button>
        </div>
      )}
    </div>
  );
}
