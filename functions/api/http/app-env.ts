import type { Principal } from "../../../shared/tenants/rules/principal.ts";
import type { LogFields } from "../../../shared/runtime/log.ts";
import type { Peer } from "../../../shared/runtime/on-fetch.ts";
import type { RateLimit } from "./rate-limit.ts";

/** What middleware leaves for those that come after. */
export type AppEnv = {
  Bindings: Partial<Peer>;
  Variables: {
    requestId: string;
    traceparent: string;
    principal: Principal;
    /** For the request's log line. */
    logFields: LogFields;
    rateLimits: RateLimit[];
  };
};
