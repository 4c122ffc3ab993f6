const locale = () => document.documentElement.lang || "en";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known;
}

const dayMs = 24 * 60 * 60_000;

/** "14:28" */
export function clockTime(iso: string): string {
  return format({ hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** As near as a list needs it: a time of today, a weekday of this week, else a date. */
export function nearTime(iso: string, now: Date): string {
  const at = new Date(iso);
  if (dayKey(iso) === dayKey(now.toISOString())) return clockTime(iso);
  if (now.getTime() - at.getTime() < 6 * dayMs) return format({ weekday: "short" }).format(at);
  return format({ day: "numeric", month: "short" }).format(at);
}

/** The day on which a moment lies, where the reader is. */
export function dayKey(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}

/** "Monday, 4 May" */
export function dayName(iso: string): string {
  return format({ weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));
}

/** "4 min", "3 h", "2 d"; a minute at least. */
export function shortSpan(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [value, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short" }).format(value);
}
