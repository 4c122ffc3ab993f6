import { lookups } from "../../shared/outlets/lookups.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database } from "../../shared/runtime/database.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const statusFunction = compose("status", {
  db: database,
  bus: pubsub,
  lookups,
});

export type StatusServices = ServicesOf<typeof statusFunction>;
