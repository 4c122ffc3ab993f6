import { asArray, asText, property } from "../../contracts/loose-json.ts";
import type { Misfit } from "./misfit.ts";
import { variablesOf } from "./template-variables.ts";

/** From Meta's pages of templates. */
const mostButtons = 10;
const longestText = 25;
const longestUrl = 2_000;
const longestPhone = 20;
const mostOf: Readonly<Record<string, number>> = { URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };
/** Their text is WhatsApp's own, or is not asked for. */
const textless = new Set(["COPY_CODE", "OTP"]);

export function checkTemplateButtons(given: unknown, path: string): Misfit[] {
  const buttons = asArray(given);
  const types = buttons.map((button) => (asText(property(button, "type")) ?? "").toUpperCase());
  const whole = [
    ...(buttons.length === 0 ? ["need a button"] : []),
    ...(buttons.length > mostButtons ? [`must be at most ${mostButtons}`] : []),
    ...Object.entries(mostOf)
      .filter(([type, most]) => types.filter((one) => one === type).length > most)
      .map(([type, most]) => `must have at most ${most} of the type ${type}`),
    ...(isSplit(types) ? ["must have quick replies together, before or after all others"] : []),
  ];
  return [
    ...whole.map((message) => ({ field: path, message })),
    ...buttons.flatMap((button, index) => checkButton(types[index] ?? "", button, `${path}.${index}`)),
  ];
}

function checkButton(type: string, button: unknown, path: string): Misfit[] {
  const text = asText(property(button, "text"));
  const url = asText(property(button, "url")) ?? "";
  const phone = asText(property(button, "phone_number")) ?? "";
  const lacksExample = variablesOf(url).length > 0 && asArray(property(button, "example")).length === 0;
  const found: [isWrong: boolean, field: string, message: string][] = [
    [text === undefined && !textless.has(type), "text", "is needed"],
    [(text?.length ?? 0) > longestText, "text", `must be at most ${longestText} characters`],
    [text !== undefined && variablesOf(text).length > 0, "text", "takes no variables"],
    [type === "URL" && url === "", "url", "is needed"],
    [url.length > longestUrl, "url", `must be at most ${longestUrl} characters`],
    [/\}\}./.test(url) || variablesOf(url).length > 1, "url", "takes one variable, at its end"],
    [lacksExample, "example", "needs an example of the address"],
    [type === "PHONE_NUMBER" && phone === "", "phone_number", "is needed"],
    [phone.length > longestPhone, "phone_number", `must be at most ${longestPhone} characters`],
  ];
  return found
    .filter(([isWrong]) => isWrong)
    .map(([, field, message]) => ({ field: `${path}.${field}`, message }));
}

/** Quick replies stand together. */
function isSplit(types: readonly string[]): boolean {
  const turns = types.filter(
    (type, index) => index > 0 && (type === "QUICK_REPLY") !== (types[index - 1] === "QUICK_REPLY"),
  );
  return turns.length > 1;
}
