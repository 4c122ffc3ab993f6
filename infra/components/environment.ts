import type { Input } from "@pulumi/pulumi";
import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import type { VariableName } from "../../shared/contracts/variables.ts";
import type { Context } from "../context.ts";
import { poolSize } from "../pool-size.ts";
import { isOptional, listVariables, type Made, madeValue } from "./values.ts";

/** What a function starts without, but whose default suits one machine only. */
const onlyLocalDefault = new Set<VariableName>(["MAIL_FROM"]);

/**
 * The plain variables of every function, by name: the stack's own value, else what the program makes, else the
 * variable's default. Throws, naming all, where a function lists one that has none of these.
 */
export function plainEnvironments(
  context: Context,
  made: Made,
): ReadonlyMap<string, Record<string, Input<string>>> {
  const missing = new Set<VariableName>();
  const pool = String(poolSize(context.contracts, context.settings));
  const environments = Object.entries(context.contracts.functions).map(([name, declared]) => {
    const entries = listVariables(declared).plain.flatMap((variable): [string, Input<string>][] => {
      const value = context.settings.variables[variable] ?? valueOf(variable, context, made, pool);
      if (value !== undefined) return [[variable, value]];
      if (!isOptional(variable) || onlyLocalDefault.has(variable)) missing.add(variable);
      return [];
    });
    return [name, Object.fromEntries(entries)] as const;
  });
  if (missing.size > 0) {
    throw new Error(
      `The stack lacks variables:\n${[...missing].map((name) => `  pulumi config set --path whatsapp-crm:variables.${name} …`).join("\n")}`,
    );
  }
  return new Map(environments);
}

function valueOf(name: VariableName, context: Context, made: Made, pool: string): Input<string> | undefined {
  if (name === "DATABASE_POOL_MAX") return pool;
  if (name === "API_CORS_ORIGINS") return context.settings.consoleOrigins.join(",");
  return madeValue(name, context, made);
}

/** Whether it has to reach into our network: to the database, or to a Qdrant of our own. */
export function needsNetwork(declared: FunctionDeclaration, context: Context): boolean {
  const { plain, secret } = listVariables(declared);
  const usesDatabase = secret.includes("DATABASE_URL") || secret.includes("PLATFORM_DATABASE_URL");
  return usesDatabase || (plain.includes("QDRANT_URL") && context.settings.qdrant.kind === "vm");
}
