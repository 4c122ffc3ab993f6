import { variables, type VariableName } from "../../shared/contracts/variables.ts";

/** What a person gives by `pulumi config set --secret`: every secret but those that the program makes. */
export const exampleSecrets = Object.fromEntries(
  (Object.keys(variables) as VariableName[])
    .filter((name) => variables[name].secret && !name.endsWith("DATABASE_URL") && name !== "SECRETS_KEY")
    .map((name) => [name, `value of ${name}`]),
);
