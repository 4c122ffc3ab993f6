import type { IncomingMessage, ServerResponse } from "node:http";
import { http } from "@google-cloud/functions-framework";
import { entryPointOf, type FunctionName } from "../contracts/functions.ts";
import { type Delivery, readDelivery } from "./decode-delivery.ts";
import { HttpProblem, problems } from "./errors.ts";
import { ownBodies, readBody } from "./own-bodies.ts";
import type { Clients, Composition, ServicesOf } from "./services.ts";
import { startInstance } from "./start-instance.ts";

/** A message's 10 MB in base64, and its attributes; https://cloud.google.com/pubsub/quotas#resource_limits */
const maxBodyBytes = 15 * 1024 * 1024;

/** Resolves to the status of the answer. */
export type DeliveryHandler = (delivery: Delivery) => Promise<number>;

/** Registers a function that Pub/Sub pushes to. What Pub/Sub cannot have sent is refused, and not handled. */
export function onDelivery<Name extends FunctionName, Given extends Clients>(
  composition: Composition<Name, Given>,
  create: (services: ServicesOf<Composition<Name, Given>>) => DeliveryHandler,
): void {
  const handle = create(startInstance(composition));
  ownBodies(() => true);
  http(entryPointOf(composition.name), async (request: IncomingMessage, response: ServerResponse) => {
    response.statusCode = await answer(request, handle);
    response.end();
  });
}

async function answer(request: IncomingMessage, handle: DeliveryHandler): Promise<number> {
  try {
    const delivery = readDelivery(await readBody(request, maxBodyBytes));
    return delivery === undefined ? 400 : await handle(delivery);
  } catch (error) {
    if (error instanceof HttpProblem) return problems[error.code].status;
    throw error;
  }
}
