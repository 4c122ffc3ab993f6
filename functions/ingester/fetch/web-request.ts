import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { isPublicAddress } from "./is-public-address.ts";

/** How the reader of web pages reaches the world. */
export type WebOutside = {
  /** All IP addresses of a host. */
  resolve(host: string): Promise<string[]>;
  /** A connection to an address that was found to be public. */
  connect(address: string, port: number): Socket;
};

export type WebFailure =
  | "address-refused"
  | "robots-refused"
  | "not-found"
  | "refused"
  | "unreachable"
  | "too-many-redirects"
  | "too-large"
  | "wrong-type";

export type WebRefusal = { kind: "failed"; reason: WebFailure };
export type WebResponse = {
  kind: "response";
  status: number;
  headers: IncomingHttpHeaders;
  body: IncomingMessage;
};

const maxHeaderSize = 16_384;

/**
 * One GET, without cookies or credentials. The host is looked up once, all its addresses must be public, and the connection
 * goes to the very address that was checked, so that a second answer of its name server changes nothing. Redirects are given back.
 */
export async function requestWeb(
  url: URL,
  headers: Record<string, string>,
  { resolve, connect }: WebOutside,
  signal: AbortSignal,
): Promise<WebResponse | WebRefusal> {
  try {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(host) > 0 ? [host] : await orAborted(resolve(host), signal);
    const [address] = addresses;
    if (address === undefined) return { kind: "failed", reason: "unreachable" };
    if (!addresses.every(isPublicAddress)) return { kind: "failed", reason: "address-refused" };
    return await send(url, headers, () => connectTo(url, host, address, connect), signal);
  } catch {
    // What broke is the website's matter; the error itself may hold the address, which is the tenant's.
    return { kind: "failed", reason: "unreachable" };
  }
}

function connectTo(url: URL, host: string, address: string, connect: WebOutside["connect"]): Socket {
  if (url.protocol === "http:") return connect(address, Number(url.port || 80));
  return connectTls({
    socket: connect(address, Number(url.port || 443)),
    host,
    ...(isIP(host) > 0 ? {} : { servername: host }),
  });
}

async function send(
  url: URL,
  headers: Record<string, string>,
  createConnection: () => Socket,
  signal: AbortSignal,
): Promise<WebResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<WebResponse>();
  const request = url.protocol === "http:" ? httpRequest : httpsRequest;
  // With a connection of our own Node would name the usual port in it, which some websites do not know themselves by.
  const sent = request(url, {
    headers: { ...headers, host: url.host },
    createConnection,
    signal,
    maxHeaderSize,
  });
  sent.on("error", reject);
  sent.on("response", (body) =>
    resolve({ kind: "response", status: body.statusCode ?? 0, headers: body.headers, body }),
  );
  sent.end();
  return promise;
}

/** A look-up cannot be stopped, only left. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new Error("aborted"));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
