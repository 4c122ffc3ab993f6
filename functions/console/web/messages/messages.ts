import { type Catalogue, en, type MessageKey } from "./en.ts";

const others: Record<string, () => Promise<Catalogue>> = {
  id: async () => (await import("./id.ts")).id,
  "pt-BR": async () => (await import("./pt-br.ts")).ptBr,
  es: async () => (await import("./es.ts")).es,
};

let shown: Catalogue = en;

/** Chooses the first language of the browser's that the console speaks, before anything is drawn. */
export async function loadMessages(wanted: readonly string[] = navigator.languages): Promise<void> {
  const languages = wanted.map((tag) => (tag.startsWith("pt") ? "pt-BR" : (tag.split("-")[0] ?? tag)));
  const language = languages.find((tag) => tag === "en" || tag in others) ?? "en";
  shown = (await others[language]?.()) ?? en;
  document.documentElement.lang = language;
}

/** A whole sentence; `{name}` takes the value of that name. */
export function m(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return shown[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
