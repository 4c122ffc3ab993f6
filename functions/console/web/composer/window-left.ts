const minuteMs = 60_000;

export type WindowLeft =
  /** Minutes until only templates may be sent; `soon`: less than an hour. */
  { state: "open" | "soon"; minutes: number } | { state: "closed" };

/** How long WhatsApp still takes anything but templates. */
export function windowLeft(closesAt: string | null, now: number): WindowLeft {
  const minutes = closesAt === null ? 0 : Math.floor((Date.parse(closesAt) - now) / minuteMs);
  if (minutes <= 0) return { state: "closed" };
  return { state: minutes < 60 ? "soon" : "open", minutes };
}
