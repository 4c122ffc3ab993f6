const locale = () => document.documentElement.lang || "en";

/** In the zone of this machine. */
export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(iso));
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

/** Of an amount in the currency's smallest unit. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function formatBytes(bytes: number): string {
  const [size, unit] = unitOf(bytes);
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: 1 }).format(size);
}

function unitOf(bytes: number): [size: number, unit: string] {
  if (bytes < 1e6) return [bytes / 1e3, "kilobyte"];
  return bytes < 1e9 ? [bytes / 1e6, "megabyte"] : [bytes / 1e9, "gigabyte"];
}
