import { useState } from "react";
import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { bodyVariables, filledBody, isPlain } from "./template-variables.ts";

type Template = Schemas["Template"];
type ChosenTemplate = { template: Template; values: Record<string, string> };
type Props = { templates: readonly Template[]; onSend(chosen: ChosenTemplate): void };

/** Chooses a template, asks for what it wants, and shows what the customer will read. */
export function TemplatePicker({ templates, onSend }: Props) {
  const able = templates.filter(({ canBeSent, components }) => canBeSent && isPlain(components));
  const [id, setId] = useState(able[0]?.id);
  const [values, setValues] = useState<Record<string, string>>({});
  const template = able.find((one) => one.id === id);
  if (template === undefined) return <p className="py-3 text-sm text-text-2">{m("noTemplateToSend")}</p>;
  const wanted = bodyVariables(template.components);
  const missing = wanted.filter(({ name }) => (values[name] ?? "").trim() === "");
  return (
    <div className="grid gap-3 md:grid-cols-[220px_1fr]">
      <ul aria-label={m("templates")} className="max-h-48 overflow-auto rounded-md border border-line p-1">
        {able.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-pressed={one.id === id}
              onClick={() => {
                setId(one.id);
                setValues({});
              }}
              className="flex w-full cursor-pointer items-baseline gap-2 rounded-md px-2 py-1 text-start hover:bg-hover aria-pressed:bg-selected"
            >
              <span className="truncate">{one.name}</span>
              <span className="ms-auto text-xs text-text-3">{one.language}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="flex min-w-0 flex-col gap-2">
        <p
          dir="auto"
          className="max-w-[440px] rounded-[9px] bg-bubble-out px-2.5 py-1.5 text-sm whitespace-pre-wrap"
        >
          {filledBody(template.components, values)}
        </p>
        {wanted.map(({ name }) => (
          <Field
            key={`${template.id} ${name}`}
            label={m("valueOf", { name })}
            value={values[name] ?? ""}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
        <div className="flex items-center gap-2">
          {missing.length > 0 && (
            <p className="text-xs text-text-2">
              {m("stillMissing", { names: missing.map(({ name }) => name).join(", ") })}
            </p>
          )}
          <Button
            look="send"
            className="ms-auto"
            isDisabled={missing.length > 0}
            onPress={() => onSend({ template, values })}
          >
            {m("sendTemplate")}
          </Button>
        </div>
      </div>
    </div>
  );
}
