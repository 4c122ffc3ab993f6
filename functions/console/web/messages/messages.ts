import { en, type MessageKey } from "./en.ts";

type Messages = Readonly<Record<MessageKey, string>>;

/** English is always there; another language is read when somebody wants it. */
const others: Readonly<Record<string, () => Promise<Messages>>> = {
  id: async () => (await import("./id.ts")).id,
  pt: async () => (await import("./pt.ts")).pt,
  es: async () => (await import("./es.ts")).es,
};

let current: Messages = en;

/** Speaks the first of these languages that it knows; before anything is drawn. Where it cannot be read, English. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag =
    wanted.find((one) => languageOf(one) === "en" || Object.hasOwn(others, languageOf(one))) ?? "en";
  const read = others[languageOf(tag)];
  try {
    current = (await read?.()) ?? en;
  } catch {
    current = en;
  }
  document.documentElement.lang = current === en ? "en" : tag;
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split("-", 1)[0] ?? "";
}

/** A whole sentence; `{name}` takes the value of that name. */
export function m(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return current[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
