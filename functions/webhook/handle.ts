import type { Envelope } from "../../shared/contracts/envelope.ts";
import { splitWebhook, type WebhookItem } from "./split-webhook.ts";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import type { HttpHandler, HttpReply, HttpRequest } from "../../shared/runtime/on-http.ts";
import { createFailingAddresses } from "./failing-addresses.ts";
import { nestingDepth } from "./nesting-depth.ts";
import { rejectedEvent, toEvent } from "./to-event.ts";
import { isSignature, verifySignature } from "./verify-signature.ts";
import { verifySubscription } from "./verify-subscription.ts";
import { isWithinBounds } from "./within-bounds.ts";
import type { WebhookServices } from "./services.ts";

/** Meta's own limit of a webhook body. */
const maxBodyBytes = 3 * 1024 * 1024;

/** Meta nests about ten levels. What is thousands deep can be read, but overflows the stack when it is written again. */
const maxDepth = 1_000;

/**
 * Refuses an address that only fails before anything else, and what is not signed before its body is read.
 * Whatever is authentic gets 200, for Meta would repeat it for seven days: what we cannot read is kept.
 */
export function createHandler(services: WebhookServices): HttpHandler {
  const addresses = createFailingAddresses();
  return async (request) => {
    const address = request.address(services.config.TRUSTED_PROXIES);
    addresses.admit(address);
    const proven = await authenticate(request, services).catch((error: unknown) => {
      addresses.recordFailure(address);
      throw error;
    });
    addresses.recordSuccess(address);
    if (!Buffer.isBuffer(proven)) return proven;
    return publish(readEvents(proven, request.traceparent, services.now().toISOString()), services);
  };
}

/** The signed body, or the answer to a handshake with our token. */
async function authenticate(request: HttpRequest, { config }: WebhookServices): Promise<Buffer | HttpReply> {
  if (request.method === "GET") return verifySubscription(request, config.WHATSAPP_VERIFY_TOKEN);
  if (request.method !== "POST") throw new HttpProblem("method-not-allowed");
  const signature = request.header("x-hub-signature-256");
  if (!isSignature(signature)) throw new HttpProblem("unauthorized");
  const rawBody = await request.readBody(maxBodyBytes);
  if (!verifySignature(rawBody, signature, config.WHATSAPP_APP_SECRETS)) {
    throw new HttpProblem("unauthorized");
  }
  return rawBody;
}

/** Answers 200 only once Pub/Sub has taken every item of the body; 503 makes Meta deliver the body again. */
async function publish(events: readonly Envelope[], { bus }: WebhookServices): Promise<HttpReply> {
  try {
    await bus.publish(events);
  } catch (error) {
    throw new HttpProblem("unavailable", undefined, { cause: error });
  }
  return { status: 200, log: { events: events.length } };
}

function readEvents(rawBody: Buffer, traceparent: string, receivedAt: string): Envelope[] {
  // What is decoded so has no byte order mark in front, which JSON does not allow.
  const text = new TextDecoder().decode(rawBody);
  const reject = (reason: string, body = text) => [rejectedEvent(reason, body, receivedAt, { traceparent })];
  const json = parseJson(text);
  if (json === undefined) return reject("body is not JSON", readable(rawBody, text));
  const items = splitWebhook(json);
  // A level takes two bytes, so that a usual body is too short to be that deep.
  const isDeep = rawBody.length > 2 * maxDepth && nestingDepth(rawBody) > maxDepth;
  const sound = isDeep ? items.filter((item) => !isTooDeep(item)) : items;
  // Of what cannot be written again, the body as it came is kept.
  const kept = sound.length < items.length ? reject("nested too deeply") : [];
  const events = [...sound.map((item) => toEvent(item, receivedAt, { traceparent })), ...kept];
  return isWithinBounds(events, rawBody.length) ? events : reject("its events would be far longer");
}

/** Bytes that are no text would take up to six times as many in an event: they are kept as a `data:` address. */
function readable(rawBody: Buffer, text: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text)) return text;
  return `data:;base64,${rawBody.toString("base64")}`;
}

function isTooDeep(item: WebhookItem): boolean {
  try {
    return nestingDepth(Buffer.from(JSON.stringify(item))) > maxDepth;
  } catch {
    return true;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
