import type { OutboundStatus } from "../../shared/conversations/rules/message-status.ts";

export type Settled = { status: OutboundStatus; errorDetail?: string };
