import type { Envelope } from "../../shared/contracts/envelope.ts";
import { splitWebhook, type WebhookItem } from "../../shared/domain/whatsapp/split-webhook.ts";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import type { HttpReply, HttpRequest } from "../../shared/runtime/on-http.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { nestingDepth } from "./nesting-depth.ts";
import { rejectedEvent, toEvent } from "./to-event.ts";
import { verifySignature } from "./verify-signature.ts";
import { verifySubscription } from "./verify-subscription.ts";

/** Meta's own limit of a webhook body. */
const maxBodyBytes = 3 * 1024 * 1024;

/** Meta nests about ten levels. What is thousands deep can be read, but overflows the stack when it is written again. */
const maxDepth = 1_000;

/**
 * Answers 200 only once Pub/Sub has taken every item of the body; 503 makes Meta deliver the body again.
 * Whatever is authentic gets 200, for Meta would repeat it for seven days: what we cannot read is kept.
 */
export async function handle(request: HttpRequest, services: Services<"webhook">): Promise<HttpReply> {
  if (request.method === "GET") return verifySubscription(request, services.config.WHATSAPP_VERIFY_TOKEN);
  if (request.method !== "POST") throw new HttpProblem("method-not-allowed");
  if (request.rawBody.length > maxBodyBytes) throw new HttpProblem("too-large");
  const signature = request.header("x-hub-signature-256");
  if (!verifySignature(request.rawBody, signature, services.config.WHATSAPP_APP_SECRETS)) {
    throw new HttpProblem("unauthorized");
  }
  const events = readEvents(request, services.now().toISOString());
  try {
    await services.bus.publish(events);
  } catch (error) {
    throw new HttpProblem("unavailable", undefined, { cause: error });
  }
  return { status: 200, log: { events: events.length } };
}

function readEvents({ rawBody, traceparent }: HttpRequest, receivedAt: string): Envelope[] {
  // What is decoded so has no byte order mark in front, which JSON does not allow.
  const text = new TextDecoder().decode(rawBody);
  const reject = (reason: string) => [rejectedEvent(reason, text, receivedAt, { traceparent })];
  const json = parseJson(text);
  if (json === undefined) return reject("body is not JSON");
  const items = splitWebhook(json);
  // A level takes two bytes, so that a usual body is too short to be that deep.
  const isDeep = rawBody.length > 2 * maxDepth && nestingDepth(rawBody) > maxDepth;
  const sound = isDeep ? items.filter((item) => !isTooDeep(item)) : items;
  // Of what cannot be written again, the body as it came is kept.
  const kept = sound.length < items.length ? reject("nested too deeply") : [];
  return [...sound.map((item) => toEvent(item, receivedAt, { traceparent })), ...kept];
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
