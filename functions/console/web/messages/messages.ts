import { en, type MessageKey } from "./en.ts";

/** A whole sentence; `{name}` takes the value of that name. */
export function m(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return en[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
