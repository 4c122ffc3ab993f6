/** Drawn on a grid of 16, as lines. */
const paths = {
  clock: "M8 4.5V8l2.3 1.5 M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12",
  tick: "M3 8.5l3 3 7-7",
  ticks: "M1.5 8.5l3 3 6-7 M7.5 11l.5.5 6.5-7",
  question: "M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.3-.8.6-.8 1.2 M8 11.5v.1 M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12",
  failed: "M8 4.7v4 M8 11.3v.1 M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12",
  robot: "M3.5 6.5h9v6h-9z M8 6.5V4 M8 3.4v.1 M6.3 9v.6 M9.7 9v.6 M2 9v1.5 M14 9v1.5",
  note: "M3 3h10v7l-3 3H3z M10 13v-3h3",
  send: "M14 2L2 7l5 2 2 5z M7 9l7-7",
  file: "M4 2h5l3 3v9H4z M9 2v3h3",
  event: "M3 6h9l-2.5-2.5 M13 10H4l2.5 2.5",
  back: "M10 3L5 8l5 5",
  panel: "M2.5 3h11v10h-11z M10 3v10",
  plus: "M8 3v10 M3 8h10",
  check: "M3 8.5l3 3 7-7",
  moon: "M13 9.5A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.5z",
  person: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5 M3 13.5c.6-2.4 2.6-3.5 5-3.5s4.4 1.1 5 3.5",
} as const;

export type IconName = keyof typeof paths;

/** Without a label it is beside words that say the same. */
export function Icon({
  name,
  label,
  className = "",
}: {
  name: IconName;
  label?: string;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      <path d={paths[name]} />
    </svg>
  );
}
