import { asArray, asText, type JsonObject, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";
import { describeErrors, readErrors, type ReportedError } from "./reported-error.ts";

/** What WhatsApp does not convey (`unsupported`), or what we do not know; kept with the reason that Meta gives. */
export type UnreadableContent = {
  kind: "unsupported" | "unknown" | "placeholder";
  type: string;
  /** What it was in the customer's app: a poll, a pin … */
  subtype?: string;
  errors?: ReportedError[];
};

export function readUnsupported(type: string, message: JsonObject): KindReading<UnreadableContent> {
  const errors = readErrors(asArray(property(message, "errors")));
  const subtype = asText(property(property(message, type), "type"));
  const reason = describeErrors(errors);
  const label = subtype === undefined ? type : `${type}: ${subtype}`;
  return {
    content: omitMissing({
      kind: "unsupported" as const,
      type,
      subtype,
      errors: errors.length === 0 ? undefined : errors,
    }),
    body: reason === undefined ? `[${label}]` : `[${label}] ${reason}`,
  };
}

export function readUnknown(type: string, message: JsonObject): KindReading<UnreadableContent> {
  const errors = readErrors(asArray(property(message, "errors")));
  const kind = type === "media_placeholder" ? ("placeholder" as const) : ("unknown" as const);
  return {
    content: omitMissing({ kind, type, errors: errors.length === 0 ? undefined : errors }),
    body: kind === "placeholder" ? "[media]" : `[${type}]`,
  };
}
