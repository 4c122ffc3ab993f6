import type { FunctionName } from "../contracts/functions.ts";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { type Clients, type Composition, createServices, type ServicesOf } from "./services.ts";
import { withoutDomains } from "./without-domains.ts";

/** What an instance of a function has from its start on. Throws when its environment is not complete. */
export function startInstance<Name extends FunctionName, Given extends Clients>(
  composition: Composition<Name, Given>,
): ServicesOf<Composition<Name, Given>> {
  withoutDomains();
  const config = readConfig(composition.name);
  const log = createLog({
    functionName: composition.name,
    projectId: config.GOOGLE_CLOUD_PROJECT,
    level: config.LOG_LEVEL,
  });
  return createServices(composition, config, log);
}
