import { m } from "../messages/messages.ts";

type Open = readonly { from: string; to: string }[];

export function WeeklyHours({ weekly }: { weekly: Readonly<Record<string, Open | undefined>> }) {
  return (
    <dl className="grid grid-cols-[8rem_1fr] gap-y-1">
      {Object.entries(weekly).map(([day, open]) => (
        <div key={day} className="contents">
          <dt className="text-text-2">{day}</dt>
          <dd>{open?.length ? open.map(({ from, to }) => `${from}–${to}`).join(", ") : m("closed")}</dd>
        </div>
      ))}
    </dl>
  );
}
