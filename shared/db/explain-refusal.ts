import { type FunctionRole, roleOf } from "../contracts/database-roles.ts";

/**
 * Adds to PostgreSQL's refusal of a statement who was refused, and what to declare where it shall be allowed: the right
 * is missing in `contracts/database-rights.ts`, or the statement is not this function's to make.
 */
export function explainRefusal(
  error: unknown,
  statement: string,
  { name, kind }: Pick<FunctionRole, "name" | "kind">,
): void {
  if (!(error instanceof Error && "code" in error && error.code === "42501")) return;
  const [, what, object] = /^permission denied for (table|function) (\S+)$/.exec(error.message) ?? [];
  if (object === undefined) return;
  const place = `"${name}" → ${kind} in shared/contracts/database-rights.ts`;
  error.message +=
    what === "function"
      ? `, for ${roleOf(name, kind)}: if it is to call it, add "${object}" to the functions of ${place}`
      : `, for ${roleOf(name, kind)}: if it is to, let the tables of ${place} say ${object}: "${verbsOn(object, statement)}"` +
        `, beside what they say of it already`;
}

/** What the statement does with the table. Every condition reads. */
function verbsOn(table: string, statement: string): string {
  const name = `"?${table}"?\\b`;
  const found = [
    ["insert", `insert into ${name}`],
    ["update", `(?<!for )update ${name}|do update`],
    ["delete", `delete from ${name}`],
  ] as const;
  const verbs = found.filter(([, form]) => new RegExp(form, "i").test(statement)).map(([verb]) => verb);
  const reads = verbs.length === 0 || /\b(?:where|returning|from)\b/i.test(statement);
  const locks = verbs.length === 0 && /\bfor (?:no key )?(?:update|share)|for key share/i.test(statement);
  return [...(reads ? ["select"] : []), ...(locks ? ["update"] : []), ...verbs].join(", ");
}
