import type { EventContext, Outcome } from "../runtime/on-event.ts";

const firstDelivery: EventContext = { attempt: 1, maxAttempts: 5 };

/** Calls a handler as one instance does: the first event makes it for the services, later ones meet the same. */
export function handling<Event, Services extends object>(
  create: (services: Services) => (event: Event, context: EventContext) => Promise<Outcome>,
): (event: Event, services: Services, context?: EventContext) => Promise<Outcome> {
  const handlers = new WeakMap<Services, ReturnType<typeof create>>();
  return async (event, services, context = firstDelivery) => {
    const handler = handlers.get(services) ?? create(services);
    handlers.set(services, handler);
    return handler(event, context);
  };
}
