import type { AddressInfo } from "node:net";
import type { LocalServer } from "../local-server.ts";
import type { Context } from "./context.ts";
import { controlRoutes } from "./control/control-routes.ts";
import { createEventHub } from "./event-hub.ts";
import { createFaultState } from "./faults/fault-state.ts";
import { graphError } from "./graph/graph-error.ts";
import { graphRoutes } from "./graph/graph-routes.ts";
import { createSendPacer } from "./graph/send-pacer.ts";
import { problemReply } from "./http/reply.ts";
import { serve } from "./http/serve.ts";
import { eventRoutes } from "./meta-events/event-routes.ts";
import { settingsFrom, type WhatsAppServerOptions } from "./options.ts";
import { createOpenChats } from "./phone/open-chats.ts";
import { showChange } from "./phone/show-message.ts";
import { phoneRoutes } from "./phone/phone-routes.ts";
import { createStatusClock } from "./phone/status-clock.ts";
import { openState } from "./store/state.ts";
import { createTemplateReviewer } from "./templates/template-reviewer.ts";
import { createDeliveryQueue } from "./webhook/delivery-queue.ts";
import { createDispatcher } from "./webhook/dispatcher.ts";

/**
 * A local WhatsApp Cloud API: the Graph calls that the product makes, signed webhooks, faults on demand, and the
 * customers' phones (in the browser at `/`, for programs under `/__phone`).
 */
export async function startWhatsApp(options: WhatsAppServerOptions): Promise<LocalServer> {
  const settings = settingsFrom(options);
  const state = openState(options.dataDir, options.numbers);
  if (options.webhookUrl !== undefined) state.webhook.set("url", options.webhookUrl);
  const webhookUrl = () => state.webhook.get("url");
  const hub = createEventHub();
  const faults = createFaultState(settings.seed);
  const openChats = createOpenChats();
  const queue = createDeliveryQueue({ pending: state.deliveries, settings, url: webhookUrl, delivered });
  const dispatcher = createDispatcher({
    faults,
    queue,
    isSubscribed: (wabaId) => state.unsubscribed.get(wabaId) !== true,
  });
  const statuses = createStatusClock({ state, timing: settings.statusTiming, hub, openChats, dispatcher });

  /** The customer's messages get their two ticks. */
  function delivered(wamids: string[]): void {
    for (const message of wamids.map((wamid) => state.messages.get(wamid))) {
      if (message?.step !== "sent" || message.direction !== "in") continue;
      message.step = "delivered";
      message.stepTimes.delivered = Date.now();
      showChange({ state, hub }, message);
    }
  }

  let baseUrl = "";
  const reviewer = createTemplateReviewer({ state, dispatcher, initial: settings.templateReview });
  const pacer = createSendPacer(settings.limits);
  const context: Context = {
    settings,
    state,
    hub,
    faults,
    queue,
    dispatcher,
    openChats,
    statuses,
    pacer,
    reviewer,
    webhookUrl,
    baseUrl: () => baseUrl,
  };
  // Graph's two-part paths would match the others', so it comes last.
  const routes = [
    ...controlRoutes(context),
    ...eventRoutes(context),
    ...phoneRoutes(context),
    ...graphRoutes(context),
  ];
  const server = await serve(options.port, { routes, notFound });
  const { port } = server.address() as AddressInfo;
  baseUrl = `http://127.0.0.1:${port}`;
  queue.wake();
  for (const chat of state.chats.values()) statuses.followChat(chat.phoneNumberId, chat.customer);

  return {
    url: baseUrl,
    port,
    async close() {
      statuses.close();
      reviewer.close();
      dispatcher.flush();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await queue.close();
      await state.close();
    },
  };
}

function notFound(path: string) {
  if (path.startsWith("/__")) return problemReply(404, "No such address");
  return graphError({ code: 2500, message: "Unknown path components", type: "OAuthException" });
}
