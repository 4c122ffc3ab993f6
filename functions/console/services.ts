import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of: nothing but its configuration. */
export const consoleFunction = compose("console", {});

export type ConsoleServices = ServicesOf<typeof consoleFunction>;
