import type { FunctionName } from "../contracts/functions.ts";
import type { VariableName } from "../contracts/variables.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

/** The instance of a function that a client is made in. */
export type Instance = {
  functionName: FunctionName;
  log: Log;
  /** The instance's own of another client, for a client that is made of it. */
  use<Made>(client: Client<Made>): Made;
  /** Has something done before the instance ends. */
  onClose(close: () => Promise<unknown>): void;
};

/** An outside service as its own module offers it: the variables that it needs, and how it is made of them. */
export type Client<Made = unknown, Variable extends VariableName = VariableName> = {
  readonly variables: readonly Variable[];
  make(config: Config<Variable>, instance: Instance): Made;
};

/** Says what a client needs and how it is made; `make` runs once per instance, at the client's first use. */
export function defineClient<Made, const Variable extends VariableName>(
  variables: readonly Variable[],
  make: (config: Config<Variable>, instance: Instance) => Made,
): Client<Made, Variable> {
  return { variables, make };
}
