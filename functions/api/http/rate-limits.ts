import type { MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { AppEnv } from "./app-env.ts";

export type RateLimit = { policy: string; quota: number; remaining: number; resetSeconds: number };

const windowSeconds = 60;

export type RateLimiter = {
  /** Counts one request; throws `too-many-requests` when there were too many. */
  count(key: string): Promise<RateLimit>;
};

/**
 * So many requests a minute for each key, counted in this instance: with n instances a client may get n times as many.
 * A shared count would cost a write to one hot row at every request, more than what it protects.
 */
export function createRateLimiter(policy: string, quota: number): RateLimiter {
  const limiter = new RateLimiterMemory({ points: quota, duration: windowSeconds });
  return {
    async count(key) {
      try {
        return toLimit(await limiter.consume(key));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const limit = toLimit(error);
        const headers = { ...limitHeaders([limit]), "retry-after": String(limit.resetSeconds) };
        throw new HttpProblem("too-many-requests", undefined, { headers });
      }
    },
  };

  function toLimit({ remainingPoints, msBeforeNext }: RateLimiterRes): RateLimit {
    return { policy, quota, remaining: remainingPoints, resetSeconds: Math.ceil(msBeforeNext / 1_000) };
  }
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
    const limit = await limiter.count(
      addressOf(c.req.header("x-forwarded-for"), c.env?.address, trustedProxies),
    );
    c.set("rateLimits", [limit]);
    await next();
    const limits = c.get("rateLimits");
    if (!c.res.headers.has("ratelimit")) {
      for (const [name, value] of Object.entries(limitHeaders(limits))) c.res.headers.set(name, value);
    }
  };
}

/**
 * The address that the outermost of our proxies saw. What stands further left in X-Forwarded-For is the client's own
 * say, so it never counts; without proxies' words it is the connection's.
 */
export function addressOf(
  forwardedFor: string | undefined,
  peer: string | undefined,
  trustedProxies: number,
): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return hops.at(-trustedProxies) ?? peer ?? "unknown";
}
