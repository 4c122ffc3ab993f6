import { database } from "../../shared/runtime/database.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const deadLettersFunction = compose("dead-letters", {
  db: database,
});

export type DeadLettersServices = ServicesOf<typeof deadLettersFunction>;
