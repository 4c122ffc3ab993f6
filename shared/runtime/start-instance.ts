import type { FunctionName, VariablesOf } from "../contracts/functions.ts";
import { type Config, readConfig } from "./config.ts";
import { createLog, type Log } from "./log.ts";
import { createServices, type Services } from "./services.ts";
import { withoutDomains } from "./without-domains.ts";

export type Instance<Name extends FunctionName> = {
  config: Config<VariablesOf<Name>>;
  log: Log;
  services: Services<Name>;
};

/** What an instance of a function has from its start on. Throws when its environment is not complete. */
export function startInstance<Name extends FunctionName>(name: Name): Instance<Name> {
  withoutDomains();
  const config = readConfig(name);
  const log = createLog({
    functionName: name,
    projectId: config.GOOGLE_CLOUD_PROJECT,
    level: config.LOG_LEVEL,
  });
  return { config, log, services: createServices(name, config, log) };
}
