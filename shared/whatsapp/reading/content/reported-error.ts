import { asText, property } from "../../../contracts/loose-json.ts";
import { omitMissing } from "./omit-missing.ts";

export type ReportedError = { code?: number; title?: string; details?: string };

/** Meta's errors in a message, as far as they say anything. */
export function readErrors(errors: readonly unknown[]): ReportedError[] {
  return errors
    .map((error) => {
      const code = Number(asText(property(error, "code")));
      return omitMissing({
        code: Number.isInteger(code) ? code : undefined,
        title: asText(property(error, "title")) ?? asText(property(error, "message")),
        details: asText(property(property(error, "error_data"), "details")),
      });
    })
    .filter((error) => Object.keys(error).length > 0);
}

/** The errors in words. */
export function describeErrors(errors: readonly ReportedError[]): string | undefined {
  const words = errors.map(({ code, title, details }) => details ?? title ?? `error ${code}`);
  return words.length === 0 ? undefined : words.join("; ");
}
