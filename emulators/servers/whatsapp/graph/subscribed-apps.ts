import type { IncomingMessage } from "node:http";
import type { Context } from "../context.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import { numbersOfToken } from "./authorize.ts";
import { noSuchObject } from "./graph-error.ts";

/** `GET|POST|DELETE /{waba_id}/subscribed_apps`. Every account starts subscribed, so that a local setup needs no call. */
export function subscribedApps({ state }: Context, request: IncomingMessage, wabaId: string): Reply {
  const numbers = numbersOfToken(state, request);
  if (!Array.isArray(numbers)) return numbers;
  if (!numbers.some((number) => number.wabaId === wabaId)) return noSuchObject(wabaId);
  if (request.method === "GET") {
    const app = { whatsapp_business_api_data: { id: "1000", name: "Local app", link: "http://localhost/" } };
    return jsonReply({ data: state.unsubscribed.get(wabaId) ? [] : [app] });
  }
  if (request.method === "POST") state.unsubscribed.delete(wabaId);
  else state.unsubscribed.set(wabaId, true);
  return jsonReply({ success: true });
}
