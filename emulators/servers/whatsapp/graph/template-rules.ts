import { field, textField } from "../json-field.ts";

const mostButtons = 10;
const longestButtonText = 25;
const sampled = new Set(["IMAGE", "VIDEO", "DOCUMENT"]);

/** Why Graph refuses a new template before any review; undefined when it takes it. From Meta's pages of templates. */
export function refuseComponents(components: readonly unknown[], format: string): string | undefined {
  for (const component of components) {
    const refused = refuseComponent(component, format.toUpperCase() === "NAMED");
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refuseComponent(component: unknown, isNamed: boolean): string | undefined {
  const type = textField(component, "type")?.toUpperCase() ?? "";
  const example = field(component, "example");
  switch (type) {
    case "HEADER":
    case "BODY": {
      if (sampled.has(textField(component, "format")?.toUpperCase() ?? ""))
        return listed(example, "header_handle").length > 0 ? undefined : lacks(type);
      const asked = new Set(textField(component, "text")?.match(/\{\{[^{}]+\}\}/g)).size;
      const key = `${type.toLowerCase()}_text`;
      const rows = listed(example, isNamed ? `${key}_named_params` : key);
      const given = !isNamed && type === "BODY" ? rows[0] : rows;
      return Array.isArray(given) && given.length >= asked ? undefined : asked > 0 ? lacks(type) : undefined;
    }
    case "BUTTONS": {
      const buttons = listed(component, "buttons");
      if (buttons.length > mostButtons) return `A template has at most ${mostButtons} buttons`;
      const isLong = buttons.some((button) => (textField(button, "text")?.length ?? 0) > longestButtonText);
      return isLong ? `The text of a button has at most ${longestButtonText} characters` : undefined;
    }
    default:
      return undefined;
  }
}

function listed(value: unknown, key: string): unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}

function lacks(type: string): string {
  return `component of type ${type} is missing expected field(s) (example)`;
}
