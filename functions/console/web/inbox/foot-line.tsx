import { Key } from "../keys/keys-help.tsx";
import { m } from "../messages/messages.ts";
import type { MessageKey } from "../messages/en.ts";
import { Dot } from "../ui/chip.tsx";
import { clockTime } from "../ui/time.ts";

const always: [string, MessageKey][] = [
  ["j", "keyNext"],
  ["k", "keyPrevious"],
];
const whenOpen: [string, MessageKey][] = [
  ["r", "reply"],
  ["n", "note"],
  ["a", "assign"],
  ["s", "snooze"],
  ["e", "close"],
];

type Props = { isStale: boolean; updatedAt: number; hasOpen: boolean };

/** Whether what is in sight is of now, and what the keys do here. */
export function FootLine({ isStale, updatedAt, hasOpen }: Props) {
  const since = updatedAt === 0 ? "" : clockTime(new Date(updatedAt).toISOString());
  const keys = [...always, ...(hasOpen ? whenOpen : []), ["?", "allKeys"] as [string, MessageKey]];
  return (
    <footer className="hidden h-6.5 shrink-0 items-center gap-3 border-t border-line bg-rail px-3 text-xs text-text-2 md:flex">
      <p role="status" className="flex items-center gap-1.5" title={m("asOf", { time: since })}>
        <Dot tone={isStale ? "bad" : "good"} />
        {isStale ? m("noConnectionSince", { time: since }) : m("upToDate")}
      </p>
      <ul className="ms-auto flex gap-3">
        {keys.map(([key, title]) => (
          <li key={key} className="flex items-center gap-1">
            <Key name={key} /> {m(title)}
          </li>
        ))}
      </ul>
    </footer>
  );
}
