import type { EventHub } from "./event-hub.ts";
import type { FaultState } from "./faults/fault-state.ts";
import type { SendPacer } from "./graph/send-pacer.ts";
import type { Settings } from "./options.ts";
import type { OpenChats } from "./phone/open-chats.ts";
import type { StatusClock } from "./phone/status-clock.ts";
import type { State } from "./store/state.ts";
import type { DeliveryQueue } from "./webhook/delivery-queue.ts";
import type { TemplateReviewer } from "./templates/template-reviewer.ts";
import type { Dispatcher } from "./webhook/dispatcher.ts";

/** What the routes work with. */
export type Context = {
  settings: Settings;
  state: State;
  hub: EventHub;
  faults: FaultState;
  queue: DeliveryQueue;
  dispatcher: Dispatcher;
  openChats: OpenChats;
  statuses: StatusClock;
  pacer: SendPacer;
  reviewer: TemplateReviewer;
  webhookUrl(): string | undefined;
  /** The server's own address, for media links. */
  baseUrl(): string;
};
