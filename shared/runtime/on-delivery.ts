import { http, type Request, type Response } from "@google-cloud/functions-framework";
import type { FunctionName } from "../contracts/functions.ts";
import { type Delivery, readDelivery } from "./decode-delivery.ts";
import { leaveDomain } from "./leave-domain.ts";
import type { Services } from "./services.ts";
import { startInstance } from "./start-instance.ts";

/** Registers a function that Pub/Sub pushes to, and that resolves to the status of the answer. */
export function onDelivery<Name extends FunctionName>(
  name: Name,
  handleDelivery: (delivery: Delivery, services: Services<Name>) => Promise<number>,
): void {
  const { services } = startInstance(name);
  http(name, async (request: Request, response: Response) => {
    leaveDomain();
    const delivery = readDelivery(request.body);
    response.status(delivery === undefined ? 400 : await handleDelivery(delivery, services)).end();
  });
}
