import { field, textField } from "../../json-field.ts";
import type { CardAction } from "./card.ts";
import { inWords } from "./in-words.ts";

/**
 * A Flow as a plain form: a field for each value of its payload, one for an answer in words where it brings none.
 * The screens themselves lie at Meta, which this server is not.
 */
export function formAction(title: string, parameters: unknown): CardAction {
  const token = textField(parameters, "flow_token");
  const data =
    field(field(parameters, "flow_action_payload"), "data") ?? field(parameters, "flow_action_data");
  const fields = Object.entries(Object(data) as object).map(([name, value]) => ({
    name,
    label: label(name),
    value: typeof value === "object" ? "" : inWords(value),
  }));
  return {
    kind: "form",
    title,
    name: "flow",
    ...(token !== undefined && { token }),
    fields: fields.length > 0 ? fields : [{ name: "answer", label: "Answer", value: "" }],
  };
}

function label(name: string): string {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? name : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
