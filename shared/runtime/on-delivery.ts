import { http, type Request, type Response } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { readConfig } from "./config.ts";
import { type Delivery, readDelivery } from "./decode-delivery.ts";
import { leaveDomain } from "./leave-domain.ts";
import { createLog } from "./log.ts";
import { createServices, type Services } from "./services.ts";

/** Registers a function that Pub/Sub pushes to, and that resolves to the status of the answer. */
export function onDelivery<Name extends FunctionName>(
  name: Name,
  handleDelivery: (delivery: Delivery, services: Services<Name>) => Promise<number>,
): void {
  const config = readConfig(name);
  const log = createLog({
    functionName: name,
    projectId: config.GOOGLE_CLOUD_PROJECT,
    level: config.LOG_LEVEL,
  });
  const services = createServices(name, config, log);
  http(name, async (request: Request, response: Response) => {
    leaveDomain();
    const delivery = readDelivery(request.body);
    response.status(delivery === undefined ? 400 : await handleDelivery(delivery, services)).end();
  });
}
