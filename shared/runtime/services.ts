import type { FunctionName, VariablesOf } from "../contracts/functions.ts";
import type { VariableName } from "../contracts/variables.ts";
import type { Client, Instance } from "./client.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

export type Clients<Variable extends VariableName = VariableName> = Readonly<
  Record<string, Client<unknown, Variable>>
>;

/** A function and the clients that it is composed of, each under the name that its code uses. */
export type Composition<Name extends FunctionName = FunctionName, Given extends Clients = Clients> = {
  readonly name: Name;
  readonly clients: Given;
};

/** What a handler is given: its own configuration, the clients that it is composed of, and nothing else. */
export type ServicesOf<Of extends Composition> = {
  readonly config: Config<VariablesOf<Of["name"]>>;
  readonly log: Log;
  now(): Date;
  close(): Promise<void>;
} & {
  readonly [Member in keyof Of["clients"]]: Of["clients"][Member] extends Client<infer Made, infer _>
    ? Made
    : never;
};

/** Names a function's clients. A client that needs a variable which the function does not declare is no type. */
export function compose<Name extends FunctionName, Given extends Clients<VariablesOf<Name>>>(
  name: Name,
  clients: Given,
): Composition<Name, Given> {
  return { name, clients };
}

/** Made once per instance. Every client is made, and connects, at its first use. */
export function createServices<Name extends FunctionName, Given extends Clients>(
  { name, clients }: Composition<Name, Given>,
  config: Config<VariablesOf<Name>>,
  log: Log,
): ServicesOf<Composition<Name, Given>> {
  const closers: (() => Promise<unknown>)[] = [];
  const made = new Map<Client, unknown>();
  const instance: Instance = {
    functionName: name,
    log,
    use<Made>(client: Client<Made>): Made {
      if (!made.has(client)) made.set(client, client.make(config as Config, instance));
      return made.get(client) as Made;
    },
    onClose: (close) => void closers.push(close),
  };
  const services = {
    config,
    log,
    now: () => new Date(),
    close: async () => {
      await Promise.all(closers.splice(0).map(async (close) => close()));
    },
  };
  for (const [member, client] of Object.entries<Client>(clients)) {
    defineLazy(services, member, () => instance.use(client));
  }
  return services as unknown as ServicesOf<Composition<Name, Given>>;
}

function defineLazy(target: object, member: string, make: () => unknown): void {
  Object.defineProperty(target, member, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, member, { value, enumerable: true, configurable: true, writable: true });
      return value;
    },
  });
}
