import type { DataOf } from "../../shared/contracts/topics.ts";
import type { InboundMessage } from "../../shared/whatsapp/reading/inbound-message.ts";
import type { Tenant } from "../../shared/db/schema.d.ts";
import type { Work } from "../../shared/runtime/work.ts";

/** One message on its way into the database. */
export type Item = Work & {
  tenant: Tenant;
  outletId: string;
  data: DataOf<"message.received">;
  message: InboundMessage;
  /** As the webhook brought it; undefined where that is not to be kept. */
  raw: unknown;
  /** `outbound`: the business wrote it. */
  direction: "inbound" | "outbound";
  /** Meta's time, or ours where Meta's is missing or lies in the future. */
  sentAt: Date;
  receivedAt: Date;
};

/** Rolls back what a copy has begun: a late one must not leave an empty conversation open. */
export class DuplicateMessage extends Error {}
