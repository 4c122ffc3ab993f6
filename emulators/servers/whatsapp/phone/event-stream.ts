import type { Context } from "../context.ts";
import type { PhoneEvent } from "../event-hub.ts";
import type { RouteRequest } from "../http/route.ts";

const heartbeatMs = 20_000;

/**
 * `GET /__phone/events`: messages, statuses and typing as server-sent events. `customer` and `phoneNumberId`
 * filter; with both and `open=1` the chat counts as open on a phone, so its messages get read.
 */
export function eventStream(context: Context, { response, query }: RouteRequest): undefined {
  const customer = query.get("customer")?.replaceAll(/\D/g, "");
  const phoneNumberId = query.get("phoneNumberId") ?? undefined;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(":ready\n\n");

  const unsubscribe = context.hub.subscribe((event: PhoneEvent) => {
    if (customer !== undefined && event.customer !== customer) return;
    if (phoneNumberId !== undefined && event.phoneNumberId !== phoneNumberId) return;
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(":\n\n"), heartbeatMs);
  let closeChat: (() => void) | undefined;
  if (query.get("open") === "1" && customer !== undefined && phoneNumberId !== undefined) {
    closeChat = context.openChats.open(phoneNumberId, customer);
    context.statuses.followChat(phoneNumberId, customer);
  }
  response.on("close", () => {
    unsubscribe();
    clearInterval(heartbeat);
    closeChat?.();
  });
  return undefined;
}
