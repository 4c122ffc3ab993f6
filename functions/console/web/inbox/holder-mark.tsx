import { m } from "../messages/messages.ts";
import { Icon } from "../ui/icon.tsx";

type Props = {
  handledBy: "bot" | "human";
  assignee: { id: string; name: string | null } | null;
  meId: string | undefined;
};

/** Who has the conversation: filled, it is mine; outlined, a colleague's; the robot's; dashed, nobody's. */
export function HolderMark({ handledBy, assignee, meId }: Props) {
  const round = "flex size-5 shrink-0 items-center justify-center rounded-full text-[9px] font-semibold";
  if (handledBy === "bot")
    return (
      <span role="img" aria-label={m("bot")} title={m("bot")} className={`${round} bg-bot-soft text-bot`}>
        <Icon name="robot" />
      </span>
    );
  if (assignee === null)
    return (
      <span
        role="img"
        aria-label={m("nobodyHasIt")}
        title={m("nobodyHasIt")}
        className={`${round} border border-dashed border-text-3`}
      />
    );
  const name = assignee.name ?? m("aColleague");
  const look = assignee.id === meId ? "bg-ink text-on-ink" : "border border-line-control text-text-2";
  return (
    <span role="img" aria-label={name} title={name} className={`${round} ${look}`}>
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const [first = "", second = ""] = name.split(/\s+/);
  return `${first.slice(0, 1)}${second.slice(0, 1)}`.toUpperCase();
}
