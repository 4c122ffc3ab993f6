import { LRUCache } from "lru-cache";
import robotsParser from "robots-parser";
import type { WebRefusal } from "./web-request.ts";

type Robots = { isAllowed(url: string, agent: string): boolean | undefined };

/** What came of asking for a robots.txt. One that cannot be had has us keep out for now, as RFC 9309 wants. */
export type RobotsAnswer = { kind: "rules"; text: string } | { kind: "none" } | WebRefusal;

/** Its own types say `default`, which a CommonJS module does not have. */
const parseRobots = robotsParser as unknown as (address: string, text: string) => Robots;

const remembered = 1_000;
const lifetimeMs = 3_600_000;

/**
 * Asks websites whether they let us read them (RFC 9309), each once an hour; undefined when they do. `fetchRules` gets the
 * address of a robots.txt.
 */
export function createWebRobots(
  agent: string,
  fetchRules: (url: URL, signal: AbortSignal) => Promise<RobotsAnswer>,
): (url: URL, signal: AbortSignal) => Promise<WebRefusal | undefined> {
  const known = new LRUCache<string, { robots?: Robots }>({ max: remembered, ttl: lifetimeMs });

  async function robotsOf(origin: string, signal: AbortSignal): Promise<{ robots?: Robots } | WebRefusal> {
    const before = known.get(origin);
    if (before !== undefined) return before;
    const address = new URL("/robots.txt", origin);
    const answer = await fetchRules(address, signal);
    if (answer.kind === "failed") return answer;
    const found = answer.kind === "none" ? {} : { robots: parseRobots(address.href, answer.text) };
    known.set(origin, found);
    return found;
  }

  return async (url, signal) => {
    const found = await robotsOf(url.origin, signal);
    if ("kind" in found) return found;
    return found.robots?.isAllowed(url.href, agent) === false
      ? { kind: "failed", reason: "robots-refused" }
      : undefined;
  };
}
