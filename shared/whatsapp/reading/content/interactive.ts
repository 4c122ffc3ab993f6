import {
  asArray,
  asObject,
  asText,
  asTime,
  type JsonObject,
  property,
} from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";
import { describeErrors, readErrors, type ReportedError } from "./reported-error.ts";

export type InteractiveContent =
  | { kind: "button_reply"; id?: string; title?: string; payload?: string }
  | { kind: "list_reply"; id?: string; title?: string; description?: string }
  /** A flow or address form that was filled in. `answers` is missing when Meta's JSON text could not be read. */
  | { kind: "form_reply"; name?: string; answers?: JsonObject; unreadAnswers?: string }
  | { kind: "call_permission"; response?: string; permanent?: boolean; expiresAt?: string; source?: string }
  /** A reply that Meta could not convey, or of a kind that is not known. */
  | { kind: "interactive"; subtype?: string; errors?: ReportedError[] };

/** What a customer chose or filled in. */
export function readInteractive(message: JsonObject): KindReading<InteractiveContent> {
  const interactive = property(message, "interactive");
  const subtype = asText(property(interactive, "type"));
  const reply = subtype === undefined ? undefined : property(interactive, subtype);
  switch (subtype) {
    case "button_reply":
    case "list_reply": {
      const [id, title] = [asText(property(reply, "id")), asText(property(reply, "title"))];
      const description = subtype === "list_reply" ? asText(property(reply, "description")) : undefined;
      return {
        content: omitMissing({ kind: subtype, id, title, description, words: title ?? id }),
        body: title ?? id ?? `[${subtype}]`,
      };
    }
    case "nfm_reply":
      return readForm(reply);
    case "call_permission_reply":
      return readCallPermission(reply);
    case undefined:
    default:
      return readOther(subtype, message);
  }
}

function readForm(reply: unknown): KindReading<InteractiveContent> {
  const name = asText(property(reply, "name"));
  const text = property(reply, "response_json");
  const answers = typeof text === "string" ? parseObject(text) : asObject(text);
  const unreadAnswers = answers === undefined && typeof text === "string" ? text : undefined;
  const shown = asText(property(reply, "body"));
  return {
    content: omitMissing({ kind: "form_reply" as const, name, answers, unreadAnswers }),
    body: `[form: ${name ?? "unnamed"}]${shown === undefined ? "" : ` ${shown}`}`,
  };
}

function parseObject(json: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function readCallPermission(reply: unknown): KindReading<InteractiveContent> {
  const response = asText(property(reply, "response"));
  return {
    content: omitMissing({
      kind: "call_permission" as const,
      response,
      permanent: property(reply, "is_permanent") === true ? true : undefined,
      expiresAt: asTime(property(reply, "expiration_timestamp"))?.toISOString(),
      source: asText(property(reply, "response_source")),
    }),
    body: `[call permission: ${response ?? "unknown"}]`,
  };
}

function readOther(subtype: string | undefined, message: JsonObject): KindReading<InteractiveContent> {
  const errors = readErrors(asArray(property(message, "errors")));
  const reason = describeErrors(errors);
  const label = subtype === undefined ? "interactive" : `interactive: ${subtype}`;
  return {
    content: omitMissing({
      kind: "interactive" as const,
      subtype,
      errors: errors.length === 0 ? undefined : errors,
    }),
    body: reason === undefined ? `[${label}]` : `[${label}] ${reason}`,
  };
}

/** The quick reply of a template. */
export function readTemplateButton(button: unknown): KindReading<InteractiveContent> {
  const [payload, title] = [asText(property(button, "payload")), asText(property(button, "text"))];
  return {
    content: omitMissing({ kind: "button_reply" as const, title, payload, words: title ?? payload }),
    body: title ?? payload ?? "[button]",
  };
}
