import { variables } from "../variables.ts";

const head = `# Every variable, with its default. The local stack sets what the local servers need; what is set already wins.
# Secrets come from Secret Manager in the cloud, and are never written into a file that is committed.
`;

/** The text of `.env.example`: each variable with its meaning, its default where it has one. */
export function envExample(): string {
  const entries = Object.entries(variables).map(([name, { meaning, schema, secret }]) => {
    const unset = schema.safeParse(undefined);
    const otherwise = unset.success ? textOf(unset.data) : "";
    const note = `${unset.success ? "" : " (required)"}${secret ? " (secret)" : ""}`;
    return `# ${meaning}${note}\n${unset.success ? "# " : ""}${name}=${otherwise}\n`;
  });
  return [head, ...entries].join("\n");
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return Array.isArray(value)
    ? value.join(",")
    : typeof value === "object"
      ? JSON.stringify(value)
      : `${value as string | number | boolean}`;
}
