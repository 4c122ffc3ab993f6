import type { State } from "../store/state.ts";
import type { Reply } from "../http/reply.ts";
import { errorTitle } from "./error-titles.ts";
import { findTemplate, templatesOf } from "./find-template.ts";
import { graphError } from "./graph-error.ts";
import type { GraphMessage } from "./message-schema.ts";
import { misfitOf } from "./template-misfit.ts";

/**
 * Graph's refusal of a template that is not there (132001), cannot be sent (132015, 132016), or gets other values than
 * it asks for (132000, 132005, 132012, 132018, 131008). An account without any template takes every name.
 */
export function checkTemplate(
  state: State,
  wabaId: string,
  message: GraphMessage,
  addressedBy: "phone" | "bsuid",
): Reply | undefined {
  if (message.type !== "template" || templatesOf(state, wabaId).length === 0) return undefined;
  const { name, language } = message.template;
  const template = findTemplate(state, wabaId, message);
  if (template === undefined)
    return refuse(132001, `template name (${name}) does not exist in ${language.code}`);
  if (template.status === "PAUSED") return refuse(132015);
  if (template.status === "DISABLED") return refuse(132016);
  if (template.status !== "APPROVED") return refuse(132001, `template name (${name}) is not approved`);
  if (template.category === "AUTHENTICATION" && addressedBy === "bsuid") return refuse(131062);
  const misfit = misfitOf(template, message.template.components ?? []);
  return misfit === undefined ? undefined : refuse(misfit.code, misfit.details);
}

function refuse(code: number, details?: string): Reply {
  return graphError({ code, message: errorTitle(code), details });
}
