import { pubsub } from "../../shared/runtime/bus.ts";
import { database } from "../../shared/runtime/database.ts";
import { mailer } from "../../shared/tenants/mail.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const usageFunction = compose("usage", {
  db: database,
  bus: pubsub,
  mail: mailer,
});

export type UsageServices = ServicesOf<typeof usageFunction>;
