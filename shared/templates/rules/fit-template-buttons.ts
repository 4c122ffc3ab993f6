import type { Misfit } from "./misfit.ts";
import type { TemplateButtonPart } from "./template-parts.ts";
import { variablesOf } from "./template-variables.ts";
import type { TemplateButton } from "../../whatsapp/building/template.ts";

type Wanted = { type: TemplateButton["type"]; isRequired: boolean };

/** Whether each value is for a button of its kind, and no button lacks the value without which it cannot be shown. */
export function fitButtons(buttons: TemplateButtonPart[], values: readonly TemplateButton[]): Misfit[] {
  return [
    ...buttons.flatMap((button, index) => {
      const given = values.find((value) => value.index === index);
      return fitButton(wantedBy(button), given, index).map((message) => ({ field: "buttons", message }));
    }),
    ...values
      .filter(({ index }) => index >= buttons.length)
      .map(({ index }) => ({ field: "buttons", message: `the template has no button ${index}` })),
  ];
}

function fitButton(wanted: Wanted | undefined, given: TemplateButton | undefined, index: number): string[] {
  if (given === undefined) return wanted?.isRequired === true ? [`needs a value for button ${index}`] : [];
  if (wanted === undefined) return [`button ${index} takes no value`];
  return given.type === wanted.type ? [] : [`button ${index} takes a value of the type ${wanted.type}`];
}

function wantedBy({ type, url }: TemplateButtonPart): Wanted | undefined {
  switch (type) {
    case "URL":
      return variablesOf(url).length === 0 ? undefined : { type: "url", isRequired: true };
    case "OTP":
      // The code goes where a link's variable would.
      return { type: "url", isRequired: true };
    case "COPY_CODE":
      return { type: "copy_code", isRequired: true };
    case "QUICK_REPLY":
      return { type: "quick_reply", isRequired: false };
    case "FLOW":
      return { type: "flow", isRequired: false };
    case "CATALOG":
      return { type: "catalog", isRequired: false };
    default:
      return undefined;
  }
}
