import { errorTitle } from "./error-titles.ts";
import { graphError } from "./graph-error.ts";
import type { GraphMessage } from "./message-schema.ts";
import type { Reply } from "../http/reply.ts";
import type { State } from "../store/state.ts";

/**
 * Graph's refusal of a template that is not there (132001), cannot be sent (132015, 132016) or gets another number of
 * values than its body has (132000). An account without any template takes every name.
 */
export function checkTemplate(state: State, wabaId: string, message: GraphMessage): Reply | undefined {
  if (message.type !== "template") return undefined;
  const own = [...state.templates.values()].filter((template) => template.wabaId === wabaId);
  if (own.length === 0) return undefined;
  const { name, language, components = [] } = message.template;
  const template = own.find((known) => known.name === name && known.language === language.code);
  if (template === undefined)
    return refuse(132001, `template name (${name}) does not exist in ${language.code}`);
  if (template.status === "PAUSED") return refuse(132015);
  if (template.status === "DISABLED") return refuse(132016);
  if (template.status !== "APPROVED") return refuse(132001, `template name (${name}) is not approved`);
  const body = template.components.find(({ type }) => type.toUpperCase() === "BODY");
  const wanted = new Set(body?.text?.match(/\{\{\s*\w+\s*\}\}/g)).size;
  const given = components.find(({ type }) => type.toLowerCase() === "body")?.parameters?.length ?? 0;
  if (given === wanted) return undefined;
  return refuse(
    132000,
    `body: number of localizable_params (${given}) does not match the expected number of params (${wanted})`,
  );
}

function refuse(code: number, details?: string): Reply {
  return graphError({ code, message: errorTitle(code), details });
}
