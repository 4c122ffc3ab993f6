import { accountEvents } from "./account-events.ts";
import { appEvents } from "./app-events.ts";
import { customerEvents } from "./customer-events.ts";
import { historyEvent } from "./history-event.ts";
import { identityEvents } from "./identity-events.ts";
import type { MetaEvent } from "./meta-event.ts";
import { templateNews } from "./template-events.ts";

/** Every webhook that can be asked for. */
export const metaEvents: readonly MetaEvent[] = [
  ...customerEvents,
  ...identityEvents,
  ...appEvents,
  historyEvent,
  ...templateNews,
  ...accountEvents,
];
