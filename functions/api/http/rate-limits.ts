import type { RateLimit } from "./rate-limit.ts";
import type { MiddlewareHandler } from "hono";
import { addressOf, networkOf } from "../../../shared/runtime/address-of.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { createSharedCounter } from "../../../shared/runtime/shared-counter.ts";
import type { AppEnv } from "./app-env.ts";
import type { ApiServices } from "../services.ts";

const windowSeconds = 60;

export type RateLimiter = {
  /** Counts one request; throws `too-many-requests` when there were too many. */
  count(key: string): Promise<RateLimit>;
};

type Options = {
  policy: string;
  quota: number;
  /** For what anybody can be many of. */
  isLocalUntilHot?: boolean;
};

/** So many requests a minute for each key, counted over all instances. */
export function createRateLimiter(
  { limits }: Pick<ApiServices, "limits">,
  { policy, quota, isLocalUntilHot = false }: Options,
): RateLimiter {
  const counter = createSharedCounter({
    name: policy,
    quota,
    windowMs: windowSeconds * 1_000,
    store: limits,
    isLocalUntilHot,
  });
  return {
    async count(key) {
      const { isAllowed, remaining, msLeft } = await counter.count(key);
      const limit = { policy, quota, remaining, resetSeconds: Math.ceil(msLeft / 1_000) };
      if (isAllowed) return limit;
      const headers = { ...limitHeaders([limit]), "retry-after": String(limit.resetSeconds) };
      throw new HttpProblem("too-many-requests", undefined, { headers });
    },
  };
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/ */
function limitHeaders(limits: readonly RateLimit[]): Record<string, string> {
  return {
    "ratelimit-policy": limits
      .map(({ policy, quota }) => `"${policy}";q=${quota};w=${windowSeconds}`)
      .join(", "),
    ratelimit: limits
      .map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
  };
}

/** Limits requests by the client's address. */
export function limitAddresses(limiter: RateLimiter, trustedProxies: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const address = addressOf(c.req.header("x-forwarded-for"), c.env?.address, trustedProxies);
    const limit = await limiter.count(networkOf(address));
    c.set("rateLimits", [limit]);
    await next();
    const limits = c.get("rateLimits");
    if (!c.res.headers.has("ratelimit")) {
      for (const [name, value] of Object.entries(limitHeaders(limits))) c.res.headers.set(name, value);
    }
  };
}
