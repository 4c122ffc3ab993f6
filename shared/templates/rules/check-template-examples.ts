import { asArray, asText, property } from "../../contracts/loose-json.ts";
import type { Misfit } from "./misfit.ts";
import { variablesOf } from "./template-variables.ts";

/** Headers whose kind of file Meta's review wants to see. */
const fileFormats = new Set(["IMAGE", "VIDEO", "DOCUMENT", "GIF"]);

/** What Meta's review lacks to look at: an example for each variable, a sample for a header that is a file. */
export function checkTemplateExamples(
  type: string,
  component: unknown,
  format: "POSITIONAL" | "NAMED",
  path: string,
): Misfit[] {
  const example = property(component, "example");
  const kind = (asText(property(component, "format")) ?? "TEXT").toUpperCase();
  if (type === "HEADER" && fileFormats.has(kind)) {
    const hasSample = asArray(property(example, "header_handle")).some((one) => asText(one) !== undefined);
    return hasSample
      ? []
      : [{ field: `${path}.example.header_handle`, message: "needs a sample of the file" }];
  }
  if (type !== "HEADER" && type !== "BODY") return [];
  const variables = variablesOf(asText(property(component, "text")) ?? "");
  if (variables.length === 0) return [];
  const key = `${type.toLowerCase()}_text`;
  if (format === "NAMED") {
    const named = asArray(property(example, `${key}_named_params`));
    const given = named.filter((one) => asText(property(one, "example")) !== undefined);
    const names = new Set(given.map((one) => asText(property(one, "param_name"))));
    const missing = variables.filter((name) => !names.has(name));
    if (missing.length === 0) return [];
    return [
      { field: `${path}.example.${key}_named_params`, message: `needs an example of ${missing.join(", ")}` },
    ];
  }
  // The body's examples are a list of rows, the header's one row.
  const row = type === "BODY" ? asArray(property(example, key))[0] : property(example, key);
  const given = asArray(row).filter((one) => asText(one) !== undefined).length;
  if (given >= variables.length) return [];
  return [
    {
      field: `${path}.example.${key}`,
      message: `needs an example for each of its ${variables.length} variables`,
    },
  ];
}
