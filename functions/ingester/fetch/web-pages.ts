import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { readWebAddress } from "../../../shared/knowledge/rules/web-address.ts";
import { acceptedEncodings, readWebBody } from "./web-body.ts";
import { requestWeb, type WebFailure, type WebOutside, type WebRefusal } from "./web-request.ts";
import type { WebResponse } from "./web-request.ts";
import { createWebRobots, type RobotsAnswer } from "./web-robots.ts";
import { defineClient } from "../../../shared/runtime/client.ts";

export type { WebFailure } from "./web-request.ts";

/** As the website tells versions of a page apart. */
type PageVersion = { etag?: string | undefined; lastModified?: string | undefined };

export type WebPage = {
  kind: "page";
  /** Where it was found, redirects followed. */
  url: URL;
  bytes: Buffer;
  /** With its parameters, as `text/html; charset=utf-8`. */
  contentType: string;
  version: PageVersion;
};

export type WebPages = {
  /** Reads a page, a file or a sitemap of the public web; `unchanged` where it is still of the version known. Never rejects. */
  read(address: string, known?: PageVersion): Promise<WebPage | { kind: "unchanged" } | WebRefusal>;
};

export type WebPagesOptions = WebOutside & {
  /** How we name ourselves to websites. */
  userAgent: string;
  /** For all of a read: robots.txt, redirects, the body. */
  timeoutMs: number;
  maxBytes: number;
};

const maxRedirects = 5;
/** As much as RFC 9309 asks of a reader. */
const maxRobotsBytes = 512 * 1024;

const readableTypes =
  /^(?:text\/(?:html|plain|markdown|csv|xml)|application\/(?:xhtml\+xml|xml|pdf|json|gzip|x-gzip|vnd\.openxmlformats-officedocument\.[\w.]+))$/;

const usual: Omit<WebPagesOptions, "userAgent"> = {
  resolve: async (host) =>
    (await lookup(host, { all: true, order: "ipv4first" })).map(({ address }) => address),
  connect: (address, port) => connect(port, address),
  timeoutMs: 30_000,
  maxBytes: 20 * 1024 * 1024,
};

/**
 * Our reader of web pages whose addresses others choose. It goes to the public web only, at every redirect anew, asks
 * robots.txt first, sends nothing but its name, and takes no more bytes and time than allowed.
 */
export function createWebPages(
  given: Pick<WebPagesOptions, "userAgent"> & Partial<WebPagesOptions>,
): WebPages {
  const options: WebPagesOptions = { ...usual, ...given };
  const headers = { "user-agent": options.userAgent, "accept-encoding": acceptedEncodings, accept: "*/*" };
  const refusalByRobots = createWebRobots(options.userAgent, fetchRules);

  async function fetchRules(address: URL, signal: AbortSignal): Promise<RobotsAnswer> {
    const answer = await follow(address, {}, signal, async () => undefined);
    if (answer.kind === "failed") return answer.reason === "too-many-redirects" ? { kind: "none" } : answer;
    const { status, body } = answer.response;
    if (status >= 400 && status < 500 && status !== 429) return dropped(body, { kind: "none" });
    if (status !== 200) return dropped(body, unreachable);
    const read = await readWebBody(body, maxRobotsBytes);
    return read.kind === "read" ? { kind: "rules", text: read.bytes.toString() } : unreachable;
  }

  /** Goes where redirects lead, asking before each step. */
  async function follow(
    first: URL,
    more: Record<string, string>,
    signal: AbortSignal,
    refusalOf: typeof refusalByRobots,
  ): Promise<{ kind: "arrived"; url: URL; response: WebResponse } | WebRefusal> {
    let url = first;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const refusal = await refusalOf(url, signal);
      if (refusal !== undefined) return refusal;
      const response = await requestWeb(url, { ...headers, ...more }, options, signal);
      if (response.kind === "failed") return response;
      const { location } = response.headers;
      if (!redirectStatuses.has(response.status) || location === undefined) {
        return { kind: "arrived", url, response };
      }
      response.body.destroy();
      const next = readWebAddress(location, url);
      if (next === undefined) return { kind: "failed", reason: "address-refused" };
      url = next;
    }
    return { kind: "failed", reason: "too-many-redirects" };
  }

  return {
    async read(address, known = {}) {
      const url = readWebAddress(address);
      if (url === undefined) return { kind: "failed", reason: "address-refused" };
      const signal = AbortSignal.timeout(options.timeoutMs);
      try {
        const answer = await follow(url, conditionsOf(known), signal, refusalByRobots);
        if (answer.kind === "failed") return answer;
        const page = await pageOf(answer.url, answer.response, options.maxBytes);
        // A body without a length also ends when we hang up.
        signal.throwIfAborted();
        return page;
      } catch {
        // A connection that broke in the midst of a body, or a body that is not packed as it says.
        return unreachable;
      }
    },
  };
}

const unreachable: WebRefusal = { kind: "failed", reason: "unreachable" };
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

async function pageOf(
  url: URL,
  { status, headers, body }: WebResponse,
  maxBytes: number,
): Promise<WebPage | { kind: "unchanged" } | WebRefusal> {
  if (status === 304) return dropped(body, { kind: "unchanged" });
  if (status !== 200) return dropped(body, { kind: "failed", reason: reasonOf(status) });
  const contentType = headers["content-type"] ?? "";
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!readableTypes.test(mediaType)) return dropped(body, { kind: "failed", reason: "wrong-type" });
  const read = await readWebBody(body, maxBytes);
  if (read.kind === "too-large") return { kind: "failed", reason: "too-large" };
  if (read.kind === "unknown-encoding") return { kind: "failed", reason: "wrong-type" };
  const version = { etag: headers.etag, lastModified: headers["last-modified"] };
  return { kind: "page", url, bytes: read.bytes, contentType, version };
}

function dropped<T>(body: WebResponse["body"], result: T): T {
  body.destroy();
  return result;
}

function reasonOf(status: number): WebFailure {
  if (status === 404 || status === 410) return "not-found";
  return status === 429 || status >= 500 ? "unreachable" : "refused";
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1 */
function conditionsOf({ etag, lastModified }: PageVersion): Record<string, string> {
  if (etag !== undefined) return { "if-none-match": etag };
  return lastModified === undefined ? {} : { "if-modified-since": lastModified };
}

/** Reads pages of the public web. */
export const webReader = defineClient(["WEB_USER_AGENT"], (config) =>
  createWebPages({ userAgent: config.WEB_USER_AGENT }),
);
