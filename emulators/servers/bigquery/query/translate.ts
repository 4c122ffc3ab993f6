import { randomBytes } from "node:crypto";
import { invalidQuery } from "../http/api-error.ts";
import type { Parameter } from "./parameters.ts";
import { type Token, tokenize } from "./tokenize.ts";

export type Translated = {
  /** DuckDB's SQL. */
  sql: string;
  /** The statement's syntax tree. */
  tree: unknown;
  /** Those of the parameters that the statement uses, by their names in the SQL. */
  values: Record<string, Parameter["value"]>;
};

/**
 * One statement of GoogleSQL in DuckDB's. Parameters go through the translation as columns of a name that nobody else
 * has, so that they may be moved and doubled; the translator itself would take `@` for an operator.
 */
export async function translate(
  googleSql: string,
  parameters: ReadonlyMap<string, Parameter>,
): Promise<Translated> {
  // A quarter of a second and a hundred megabytes, which only a query needs.
  const { Dialect, parse, transpile } = await import("@polyglot-sql/sdk");
  const prefix = `p${randomBytes(6).toString("hex")}_`;
  const text = replaceTokens(tokenize(googleSql), prefix, parameters);
  const parsed = parse(text, Dialect.BigQuery);
  const translated = transpile(text, Dialect.BigQuery, Dialect.DuckDB);
  if (!parsed.success || !translated.success)
    throw invalidQuery(`Syntax error: ${parsed.error ?? translated.error}`);
  const [sql, ...others] = translated.sql ?? [];
  if (sql === undefined || others.length > 0)
    throw invalidQuery("The local BigQuery takes one statement at a time.");

  const values: Translated["values"] = {};
  const bound = sql.replaceAll(new RegExp(`${prefix}(\\w+)`, "g"), (_all, name: string) => {
    const parameter = parameters.get(name);
    values[`p_${name}`] = parameter?.value ?? null;
    return parameter?.expression ?? "NULL";
  });
  return { sql: bound, tree: parsed.ast, values };
}

function replaceTokens(tokens: Token[], prefix: string, parameters: ReadonlyMap<string, Parameter>): string {
  let marks = 0;
  return tokens
    .map(({ kind, text }) => {
      switch (kind) {
        // `project.dataset.table` may be quoted as one.
        case "name":
          return text
            .split(".")
            .map((part) => `\`${part}\``)
            .join(".");
        case "parameter":
        case "mark": {
          const name = kind === "mark" ? String(marks++) : text.toLowerCase();
          if (!parameters.has(name)) throw invalidQuery(`Query parameter '${text}' not found`);
          return `${prefix}${name}`;
        }
        // A double there, a decimal in DuckDB unless it has an exponent.
        case "fraction":
          return `${text}e0`;
        case "other":
          return text;
      }
    })
    .join("");
}
