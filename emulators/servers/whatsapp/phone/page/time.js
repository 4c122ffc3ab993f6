export function clockTime(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** The time of today's, the day of what is older. */
export function listTime(iso) {
  return dayOf(iso) === new Date().toDateString() ? clockTime(iso) : new Date(iso).toLocaleDateString();
}

export function dayOf(iso) {
  return new Date(iso).toDateString();
}

export function dayName(iso) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayOf(iso) === today.toDateString()) return "Today";
  if (dayOf(iso) === yesterday.toDateString()) return "Yesterday";
  return new Date(iso).toLocaleDateString([], {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

export function stopwatch(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
