import { asText, property } from "../../contracts/loose-json.ts";
import { callGraph } from "./call.ts";
import type { CallOutcome } from "./call-outcome.ts";
import { defineClient } from "../../runtime/client.ts";

type MediaAccess = { phoneNumberId: string; accessToken: string };

type MediaDescription = {
  kind: "described";
  /** Where the bytes are, for five minutes, and only with the token. */
  url: string;
  mimeType?: string;
  sha256?: string;
  sizeBytes?: number;
};

type MediaStream =
  | { kind: "opened"; bytes: AsyncIterable<Uint8Array>; contentType: string }
  | { kind: "failed"; reason: string };

export type InboundMedia = {
  /** Asks Graph for a file of this number's; of another number's it is told that there is none. */
  describe(
    media: MediaAccess & { mediaId: string },
  ): Promise<MediaDescription | Exclude<CallOutcome, { kind: "answered" }>>;
  /**
   * Opens the file's bytes. The token goes to the hosts that are allowed and to no other, whatever Graph or a redirect
   * says. Does not reject; reading the bytes may.
   */
  open(media: { url: string; accessToken: string }): Promise<MediaStream>;
};

type Options = {
  baseUrl: string;
  version: string;
  timeoutMs: number;
  /** Beside the host of `baseUrl`. */
  hosts: readonly string[];
};

const maxRedirects = 3;
const downloadTimeoutMs = 120_000;

/** Our client for the files that customers send. */
function createInboundMedia({ baseUrl, version, timeoutMs, hosts }: Options): InboundMedia {
  const base = new URL(baseUrl);
  const root = `${baseUrl.replace(/\/+$/, "")}/${version}`;

  /** In plain HTTP only where Graph itself is so: on one's own machine. */
  function isAllowed(url: URL): boolean {
    if (url.origin === base.origin) return true;
    return url.protocol === "https:" && url.port === "" && hosts.includes(url.hostname);
  }

  async function open(address: string, accessToken: string, redirects: number): Promise<MediaStream> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || !isAllowed(url)) return { kind: "failed", reason: "host-not-allowed" };
    const response = await fetch(url.href, {
      // Some of Node's own default names are refused there.
      headers: { authorization: `Bearer ${accessToken}`, "user-agent": "whatsapp-crm/1.0" },
      redirect: "manual",
      signal: AbortSignal.timeout(downloadTimeoutMs),
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (redirects === 0 || !URL.canParse(location, url.href)) return { kind: "failed", reason: "redirect" };
      return open(new URL(location, url.href).href, accessToken, redirects - 1);
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return { kind: "failed", reason: `http-${response.status}` };
    }
    return {
      kind: "opened",
      bytes: response.body,
      contentType: response.headers.get("content-type") ?? "",
    };
  }

  return {
    async describe({ mediaId, phoneNumberId, accessToken }) {
      const url = `${root}/${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`;
      const outcome = await callGraph({ method: "GET", url, accessToken, timeoutMs });
      return outcome.kind === "answered" ? readDescription(outcome.body) : outcome;
    },
    async open({ url, accessToken }) {
      try {
        return await open(url, accessToken, maxRedirects);
      } catch {
        // The error itself may show the address, which opens the file.
        return { kind: "failed", reason: "connection" };
      }
    },
  };
}

function readDescription(body: unknown): MediaDescription | Extract<CallOutcome, { kind: "unknown" }> {
  const url = asText(property(body, "url"));
  if (url === undefined) return { kind: "unknown", reason: "the answer holds no address" };
  const mimeType = asText(property(body, "mime_type"));
  const sha256 = asText(property(body, "sha256"));
  const sizeBytes = Number(asText(property(body, "file_size")));
  return {
    kind: "described",
    url,
    ...(mimeType !== undefined && { mimeType }),
    ...(sha256 !== undefined && { sha256 }),
    ...(Number.isSafeInteger(sizeBytes) && { sizeBytes }),
  };
}

/** The files that customers send, as Graph and its file hosts give them. */
export const graphMedia = defineClient(
  ["WHATSAPP_GRAPH_URL", "WHATSAPP_GRAPH_VERSION", "WHATSAPP_TIMEOUT_MS", "WHATSAPP_MEDIA_HOSTS"],
  (config) =>
    createInboundMedia({
      baseUrl: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      timeoutMs: config.WHATSAPP_TIMEOUT_MS,
      hosts: config.WHATSAPP_MEDIA_HOSTS,
    }),
);
