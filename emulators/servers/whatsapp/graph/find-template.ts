import type { State } from "../store/state.ts";
import type { Template } from "../store/template.ts";
import type { GraphMessage } from "./message-schema.ts";

/** The account's template that the message names. */
export function findTemplate(state: State, wabaId: string, message: GraphMessage): Template | undefined {
  if (message.type !== "template") return undefined;
  const { name, language } = message.template;
  return templatesOf(state, wabaId).find((known) => known.name === name && known.language === language.code);
}

export function templatesOf(state: State, wabaId: string): Template[] {
  return [...state.templates.values()].filter((template) => template.wabaId === wabaId);
}
