/** One value that a template wants in its body. */
export type TemplateVariable = { name: string; isNamed: boolean };

/** The variables of a template's body, in their order: `{{1}}` by place, `{{city}}` by name. */
export function bodyVariables(components: readonly unknown[]): TemplateVariable[] {
  const text = bodyText(components);
  const names = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = ""]) => name);
  const isNamed = (name: string) => !/^\d+$/.test(name);
  return [...new Set(names)]
    .map((name) => ({ name, isNamed: isNamed(name) }))
    .toSorted((a, b) => (a.isNamed || b.isNamed ? 0 : Number(a.name) - Number(b.name)));
}

function bodyText(components: readonly unknown[]): string {
  const body = (components as { type?: unknown; text?: unknown }[]).find(
    ({ type }) => typeof type === "string" && type.toUpperCase() === "BODY",
  );
  return typeof body?.text === "string" ? body.text : "";
}

/** What the customer will read, with a gap where a value is missing. */
export function filledBody(components: readonly unknown[], values: Readonly<Record<string, string>>): string {
  return bodyText(components).replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (gap, name: string) => values[name] || gap);
}

/** Whether all that it wants is in its body: a header with a file or a button with a value is sent by the API alone. */
export function isPlain(components: readonly unknown[]): boolean {
  return (components as { type?: unknown; format?: unknown; text?: unknown; buttons?: unknown }[]).every(
    ({ type, format, text, buttons }) => {
      const kind = typeof type === "string" ? type.toUpperCase() : "";
      if (kind === "HEADER") return format === "TEXT" && !String(text).includes("{{");
      if (kind === "BUTTONS")
        return !JSON.stringify(buttons).includes("{{") && !JSON.stringify(buttons).includes("COPY_CODE");
      return kind === "BODY" || kind === "FOOTER";
    },
  );
}
