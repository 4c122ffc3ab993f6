import { asText, property } from "../../contracts/loose-json.ts";
import { checkTemplateButtons } from "./check-template-buttons.ts";
import { checkTemplateExamples } from "./check-template-examples.ts";
import type { Misfit } from "./misfit.ts";
import { variablesOf } from "./template-variables.ts";

/** From Meta's pages of templates. */
const longest: Readonly<Record<string, number>> = { HEADER: 60, BODY: 1024, FOOTER: 60 };

/** What Meta's review would refuse a new template for at once; what else it thinks of it a webhook tells. */
export function checkTemplateComponents(
  components: readonly unknown[],
  format: "POSITIONAL" | "NAMED",
): Misfit[] {
  const types = components.map((component) => (asText(property(component, "type")) ?? "").toUpperCase());
  const misfits = components.flatMap((component, index) => {
    const [type, path] = [types[index] ?? "", `components.${index}`];
    const messages = checkText(type, asText(property(component, "text")) ?? "", format);
    return [
      ...messages.map((message) => ({ field: `${path}.text`, message })),
      ...checkTemplateExamples(type, component, format, path),
      ...(type === "BUTTONS" ? checkTemplateButtons(property(component, "buttons"), `${path}.buttons`) : []),
    ];
  });
  if (!types.includes("BODY")) misfits.push({ field: "components", message: "need a BODY" });
  if (new Set(types).size < types.length)
    misfits.push({ field: "components", message: "have one type twice" });
  return misfits;
}

function checkText(type: string, text: string, format: "POSITIONAL" | "NAMED"): string[] {
  const most = longest[type];
  const variables = variablesOf(text);
  return [
    ...(most !== undefined && text.length > most ? [`must be at most ${most} characters`] : []),
    ...(type === "BODY" && /^\s*\{\{|\}\}\s*$/.test(text) ? ["must not begin or end with a variable"] : []),
    ...(type === "HEADER" && variables.length > 1 ? ["takes one variable at most"] : []),
    ...(type === "FOOTER" && variables.length > 0 ? ["takes no variables"] : []),
    ...(areNamedRight(variables, format) ? [] : [howNamed[format]]),
  ];
}

const howNamed = {
  POSITIONAL: "must number its variables {{1}}, {{2}} and so on",
  NAMED: "must name its variables in lower-case letters, digits and underscores",
};

function areNamedRight(variables: readonly string[], format: "POSITIONAL" | "NAMED"): boolean {
  if (format === "NAMED") return variables.every((name) => /^[a-z_][a-z0-9_]*$/.test(name));
  const numbers = new Set(variables);
  return variables.every((_, index) => numbers.has(String(index + 1)));
}
