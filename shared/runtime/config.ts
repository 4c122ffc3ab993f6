import {
  type FunctionDeclaration,
  type FunctionName,
  functions,
  commonVariables,
  type VariablesOf,
} from "../contracts/functions.ts";
import type { ModelKind } from "../contracts/models.ts";
import { modelCatalog, modelProblem } from "../contracts/model-catalog.ts";
import { alternatives, type VariableName, type VariableValue, variables } from "../contracts/variables.ts";

export type Config<Name extends VariableName = VariableName> = { readonly [N in Name]: VariableValue<N> };

/**
 * Reads exactly the variables that the function lists, from the environment.
 * Throws one error that names every missing or malformed one, never with its value.
 */
export function readConfig<Name extends FunctionName>(
  name: Name,
  environment: Record<string, string | undefined> = process.env,
): Config<VariablesOf<Name>> {
  const declared: FunctionDeclaration = functions[name];
  return readVariables([...commonVariables, ...declared.variables], environment, name) as Config<
    VariablesOf<Name>
  >;
}

function readVariables(
  names: readonly VariableName[],
  environment: Record<string, string | undefined>,
  reader: string,
): Partial<Config> {
  const wrong: string[] = [];
  const values = names.map((name) => {
    const text = environment[name];
    const parsed = variables[name].schema.safeParse(text === "" ? undefined : text);
    if (!parsed.success) {
      const reason = text ? parsed.error.issues.map((issue) => issue.message).join("; ") : "is not set";
      wrong.push(`  ${name}: ${reason} (${variables[name].meaning})`);
    }
    return [name, parsed.data];
  });
  for (const group of alternatives.filter((alternative) =>
    alternative.every((name) => names.includes(name)),
  )) {
    const given = group.filter((name) => environment[name]);
    if (given.length === 1) continue;
    const [first, ...others] = group;
    const reason =
      given.length === 0
        ? `is not set, nor is ${others.join(", ")}`
        : `is set, and so is ${others.join(", ")}`;
    wrong.push(`  ${first}: ${reason} (${variables[first].meaning})`);
  }
  const config: Partial<Config> = Object.fromEntries(values);
  wrong.push(...undeclaredModels(config));
  if (wrong.length > 0)
    throw new Error(`${reader} cannot start, its environment is wrong:\n${wrong.join("\n")}`);
  return Object.freeze(config);
}

const chosenModels = {
  OPENAI_CHAT_MODEL: "chat",
  OPENAI_FALLBACK_MODEL: "chat",
  OPENAI_EMBEDDING_MODEL: "embedding",
  OPENAI_TRANSCRIPTION_MODEL: "transcription",
} as const satisfies Partial<Record<VariableName, ModelKind>>;

/** A model of which neither price, limits nor end are known is not asked by accident. */
function undeclaredModels(config: Partial<Config>): string[] {
  const catalog = modelCatalog(config.LLM_MODELS);
  return Object.entries(chosenModels).flatMap(([name, kind]) => {
    const model = config[name as keyof typeof chosenModels];
    const problem = model === undefined ? undefined : modelProblem(catalog, model, kind);
    return problem === undefined ? [] : [`  ${name}: ${problem} (declare it in LLM_MODELS)`];
  });
}
